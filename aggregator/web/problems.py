"""Why there was no answer, in one sentence for a teacher; never in words of the server or of libcurl."""

import errno

import pycurl

from aggregator.core.language import _

_TOO_LARGE = 100  # CURLE_TOO_LARGE; pycurl has no name for it yet

# X509_V_ERR_… of OpenSSL, as SSL_VERIFYRESULT gives them.
_NOT_YET_VALID, _EXPIRED = 9, 10
_SELF_SIGNED = {18, 19}
_ISSUER_UNKNOWN = {2, 20, 21, 27}
_ANOTHER_NAME = {0, 1, 62, 64}  # 0 and 1 when libcurl compared the names itself


def sentence(easy: pycurl.Curl, code: int, host: str) -> str:
    """What a CURLcode other than E_OK and E_OPERATION_TIMEDOUT means for the request of `easy` to `host`."""
    if code == pycurl.E_COULDNT_CONNECT:
        return no_connection(easy.getinfo(pycurl.OS_ERRNO))
    if code == pycurl.E_PEER_FAILED_VERIFICATION:
        return bad_certificate(easy.getinfo(pycurl.SSL_VERIFYRESULT), host)
    not_http = _("answered with something that is not HTTP")
    no_host = _("the address does not exist (no such host: {host})")
    broken_off = _("the connection broke off before the answer was whole")
    return {
        pycurl.E_UNSUPPORTED_PROTOCOL: not_http,
        pycurl.E_URL_MALFORMAT: unusable(),
        pycurl.E_COULDNT_RESOLVE_PROXY: _("the proxy that the environment names does not exist"),
        pycurl.E_COULDNT_RESOLVE_HOST: no_host.format(host=host),
        pycurl.E_FTP_WEIRD_SERVER_REPLY: not_http,
        pycurl.E_PARTIAL_FILE: broken_off,
        pycurl.E_SSL_CONNECT_ERROR: _("no secure connection could be made"),
        pycurl.E_GOT_NOTHING: _("the connection was closed without an answer"),
        pycurl.E_SEND_ERROR: broken_off,
        pycurl.E_RECV_ERROR: broken_off,
        pycurl.E_BAD_CONTENT_ENCODING: _("the answer cannot be unpacked"),
        pycurl.E_SSL_CACERT_BADFILE: _("the trusted certificates cannot be read; look at SSL_CERT_FILE"),
        _TOO_LARGE: _("the answer has too many headers, or too large ones"),
    }.get(code, _("no answer could be had (libcurl's error {code})").format(code=code))


def no_connection(number: int) -> str:
    """Why no connection came about: `number` is an errno."""
    if number == errno.ECONNREFUSED:
        return _("the connection was refused")
    return _("no connection could be made")


def bad_certificate(result: int, host: str) -> str:
    """Why a certificate was refused: `result` is OpenSSL's."""
    if result == _EXPIRED:
        why = _("it has expired")
    elif result == _NOT_YET_VALID:
        why = _("it is not valid yet")
    elif result in _SELF_SIGNED:
        why = _("it is signed by nobody but itself")
    elif result in _ISSUER_UNKNOWN:
        why = _("it is signed by somebody unknown")
    elif result in _ANOTHER_NAME:
        why = _("it is not for {host}").format(host=host)
    else:
        why = _("it could not be checked")
    return _("the certificate is not valid: {why}").format(why=why)


def unusable() -> str:
    """For an address that cannot be asked at all."""
    return _("the address cannot be asked; it must begin with http:// or https:// and a host")


def blocked(ip: str) -> str:
    """For an IP address that agg may not connect to."""
    advice = _('{ip} is not a public address; if it is meant, write below [fetch]: allow_networks = ["{ip}"]')
    return advice.format(ip=ip)


def mistake(error: Exception) -> str:
    """For an exception while the answer came in: the system's reason, or the name of our own mistake."""
    if isinstance(error, OSError):
        return _("no connection could be opened: {reason}").format(reason=error.strerror)
    return _("agg made a mistake ({error}); please report it").format(error=type(error).__name__)
