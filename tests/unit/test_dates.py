from datetime import UTC, datetime

import pytest

from aggregator.core.dates import read_date

NOON = "2025-11-05T12:00:00+00:00"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # RFC 822 and ISO 8601
        ("Wed, 05 Nov 2025 12:00:00 GMT", NOON),
        ("Wed, 05 Nov 25 12:00:00 GMT", NOON),
        ("5 Nov 2025 13:00:00 +0100", NOON),
        ("Wed,05 Nov 2025 12:00:00 GMT", NOON),
        ("Wed, 05 Nov 2025 12:00:00", NOON),
        ("Wed, 05 Nov 2025 13:00:00 +0100 (CET)", NOON),
        ("2025-11-05T12:00:00Z", NOON),
        ("2025-11-05 13:00:00 +0100", NOON),
        ("20251105T120000Z", NOON),
        ("2025-11-05", "2025-11-05T00:00:00+00:00"),
        ("2025-11", "2025-11-01T00:00:00+00:00"),
        ("2026-W47", "2026-11-16T00:00:00+00:00"),
        ("2025-11-05T12:00:00.123456789Z", "2025-11-05T12:00:00.123456+00:00"),
        # zones by name
        ("Wed, 05 Nov 2025 14:00:00 CEST", NOON),
        ("Wed, 05 Nov 2025 04:00:00 PST", NOON),
        ("Wed, 05 Nov 2025 12:00:00 XYZ", NOON),
        ("Wed Nov 05 2025 13:00:00 GMT+0100 (Central European Standard Time)", NOON),
        # as people write
        ("ons, 05 nov 2025 13:00:00 +0100", NOON),
        ("onsdag 5. november 2025 kl. 12.00", NOON),
        ("ons. 5. nov. 2025, 12.00", NOON),
        ("laurdag 7. november 2026", "2026-11-07T00:00:00+00:00"),
        ("5. des. 2025", "2025-12-05T00:00:00+00:00"),
        ("quarta-feira, 5 de novembro de 2025 12:00", NOON),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40+00:00"),
        ("mer, 5 nov 2025 13:00:00 +0100", NOON),
        ("lunedì 3 agosto 2026 ore 14.30", "2026-08-03T14:30:00+00:00"),
        ("mar 5 marzo 2024", "2024-03-05T00:00:00+00:00"),
        ("mar. 5 nov. 2024", "2024-11-05T00:00:00+00:00"),
        ("5 mar 2024", "2024-03-05T00:00:00+00:00"),
        ("mardi 3 février 2026 à 12h30", "2026-02-03T12:30:00+00:00"),
        ("Dienstag, 3. März 2026 um 10:00 Uhr", "2026-03-03T10:00:00+00:00"),
        ("martes, 5 de marzo de 2024", "2024-03-05T00:00:00+00:00"),
        ("onsdag den 5 november 2025 kl 12.00", NOON),
        ("05/11/2025 12:00", NOON),
        ("05.11.2025 12:00", NOON),
        ("2025/11/5 12:00", NOON),
        # odd, but clear
        ("1762344000", NOON),
        ("1762344000000", NOON),
        ("9998-12-31T23:59:59Z", "9998-12-31T23:59:59+00:00"),
        ("8589934592999", "2242-03-16T12:56:32.999+00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("2025-12-31T24:00:00Z", "2026-01-01T00:00:00+00:00"),
    ],
)
def test_reads(raw, expected):
    assert read_date(raw) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "raw",
    [
        *("", " ", "yesterday-ish", "Monday", "12:00", "5. november", "2025-02-30T12:00:00Z"),
        *("Thu, 01 Jan 1970 00:00:00 GMT", "0", "Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z"),
        *("0000-00-00T00:00:00Z", "-0044-03-15T00:00:00Z", "99999-01-01T00:00:00Z", "01.01.0001"),
        *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "9999-12-31T24:00:00Z"),
        *("9999-12-31T23:59:59Z", "9999-01-01T00:00:00Z"),
        *("Wed, 05 Nov 2025 12:00:00 +9999", "Wed, 05 Nov 2025 25:00:00 GMT"),
        "2025-11-05T12:00:00." + "9" * 500 + "Z",
        *("9" * 5000, "9" * 90, "١٢ نوفمبر ٢٠٢٥", "٢٠٢٥-١١-٠٥T12:00:00Z", "\x1b]0;PWNED\x07 05 Nov 2025"),
        "12.00 5. november 2025",
    ],
)
def test_no_date(raw):
    assert read_date(raw) is None


def test_the_zone_of_the_machine_plays_no_part(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert read_date("5. nov. 2025 12:00 JST") == datetime(2025, 11, 5, 3, tzinfo=UTC)
        assert read_date("5. nov. 2025 12:00") == datetime(2025, 11, 5, 12, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()
