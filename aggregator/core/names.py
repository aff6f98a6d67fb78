"""Names of people: when two of them are the same, and whom a name means among people who are known.

A name is compared as its words: without case, accents and punctuation, in any order. Whoever is meant at the surest
of several samenesses is meant; where that may be two people, nobody is.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache

Words = tuple[str, ...]
Found = tuple[int | None, bool]
"""The number of the person who is meant, or `None`; and whether that is sure, or guessed from a misspelling."""

_LENGTH = 200
_REMEMBERED = 8_192
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NOBODY = frozenset(
    (
        *("admin", "administrator", "anon", "anonym", "anonyme", "anonymous", "anonymus", "anonimo"),
        *("gast", "gjest", "guest", "ukjent", "unbekannt", "unknown"),
    )
)
_JOINT = re.compile(r"\s*[,;&/|+]\s*|\s+(?:and|et|och|og|und)\s+", re.IGNORECASE)

# An apostrophe does not part a word; NFKC would make a space of some.
_APOSTROPHES = dict.fromkeys(map(ord, "'`´ʹʻʼʽ‘’‛′＇"))
# Letters that no Unicode decomposition takes apart.
_LETTERS = str.maketrans(
    {"æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "œ": "oe", "þ": "th", "ŧ": "t"}
)
_ACCENT = 200  # Unicode's combining classes from here on are accents; lower ones are letters of other scripts
_SPELT_OUT = re.compile("(?<=a)[ae]+|(?<=[ou])e")
_RUN_TOGETHER = 7
_SURE_LETTERS, _LONG_LETTERS, _MANY_LETTERS = 5, 10, 30
_MISTAKES = 2


@lru_cache(_REMEMBERED)
def words(name: str) -> Words:
    """The words of a name in small letters, as one reads them: "Nordmann, Kari" is "Kari Nordmann".

    None of an e-mail address, and of what stands in place of a name: "Anonymous", "admin", "Gjest".
    """
    if "@" in name and _EMAIL.fullmatch(name.strip()):
        return ()
    last, _, first = name[:_LENGTH].translate(_APOSTROPHES).partition(",")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", f"{first} {last}").casefold())
    if text.replace(" ", "").isalnum():  # as nearly all are
        found = tuple(text.split())
    else:
        letters = "".join(map(_letter, text))
        found = tuple(word for word in letters.split() if any(map(str.isalnum, word)))
    return () if len(found) == 1 and _without_accents(found[0]) in _NOBODY else found


def _letter(char: str) -> str:
    if char.isalnum():
        return char
    category = unicodedata.category(char)
    return char if category.startswith("M") else "" if category == "Cf" else " "


def same_name(name: str) -> Words:
    """The same words for two spellings of one name; none for what is no name."""
    return tuple(sorted(_simply(words(name))))


def authors(names: str) -> Words:
    """The names of several people in one: of "Kari Nordmann, Ola Berg & Per" three; none where there is but one."""
    parts = [part for part in _JOINT.split(names) if part.strip()]
    return tuple(parts) if len(parts) > 1 else ()


def is_turned(names: str) -> bool:
    """Whether two names with a comma between may as well be one: "Nordmann, Kari"."""
    last, comma, first = names.partition(",")
    return bool(comma) and not _JOINT.search(first) and len(last.split()) == 1


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    letters = (char for char in unicodedata.normalize("NFD", word) if unicodedata.combining(char) < _ACCENT)
    return unicodedata.normalize("NFC", "".join(letters)).translate(_LETTERS)


def _simply(name: Words) -> Words:
    """Also "aa" for "å", "oe" for "ø" and "ö", "ue" for "ü" are taken back to one letter, on both sides."""
    plain = " ".join(map(_without_accents, name))
    return tuple(_SPELT_OUT.sub("", plain).split(" ")) if name else ()


def _together(name: Words, simple: Words) -> Words:
    """As in a user name: "karinordmann". Not where words are so short that another name might come of it."""
    joined = "".join(simple)
    return (joined,) if len(joined) >= _RUN_TOGETHER and min(map(len, name)) > 1 else ()


def _samenesses(name: Words) -> Iterator[Words]:
    """What two names have alike that are the same, from the surest sameness to the weakest."""
    yield tuple(sorted(name))
    yield tuple(sorted(map(_without_accents, name)))
    simple = _simply(name)
    yield tuple(sorted(simple))
    yield _together(name, simple)


class Names:
    """Whom a name means; `people` are the names of each."""

    def __init__(self, people: Iterable[Iterable[str]]) -> None:
        self._same: tuple[dict[Words, set[int]], ...] = ({}, {}, {}, {})
        self._known: list[tuple[Words, int]] = []
        for person, names in enumerate(people):
            for name in names:
                self.add(person, name)

    def add(self, person: int, name: str) -> None:
        """Another name of somebody."""
        if found := words(name):
            for index, key in zip(self._same, _samenesses(found), strict=True):
                index.setdefault(key, set()).add(person)
            self._known.append((_simply(found), person))

    def exactly(self, name: str) -> frozenset[int]:
        """Those whose name it is, but for its spelling: none, one, or several who bear it alike."""
        if found := words(name):
            for index, key in zip(self._same, _samenesses(found), strict=True):
                if key and key in index:
                    return frozenset(index[key])
        return frozenset()

    def meant(self, name: str) -> Found:
        """The one who must be meant: by exactly this name, by one with fewer middle names, or one misspelt."""
        if same := self.exactly(name):
            return _only(same), True
        found = _simply(words(name))
        if shortened := self._alike.shortened(found):
            return _only(shortened), True
        return _only(self._alike.misspelt(found)), False

    @cached_property
    def _alike(self) -> "_Alike":
        return _Alike(self._known)


class _Alike:
    """Whose names are like another without being the same; `known` has the words of each, and whose it is."""

    def __init__(self, known: Iterable[tuple[Words, int]]) -> None:
        self._ends: dict[Words, list[tuple[Words, int]]] = defaultdict(list)
        self._with_word: dict[tuple[str, int], list[tuple[Words, int]]] = defaultdict(list)
        self._traced: dict[tuple[str, bool], set[str]] = defaultdict(set)
        self._words_like = lru_cache(_REMEMBERED)(self._find_words_like)
        self._letters = lru_cache(_REMEMBERED)(_letters)
        for name, person in known:
            if len(name) > 1:
                self._ends[_ends(name)].append((name[1:-1], person))
            for word in name:
                self._with_word[word, len(name)].append((name, person))
        for word, alone in {(word, length == 1) for word, length in self._with_word}:
            for trace in _traces(word, alone):
                self._traced[trace, alone].add(word)

    def shortened(self, name: Words) -> set[int]:
        """Those of whom one says more or fewer middle names: "Kari N. Nordmann" is "Kari Nordmann"."""
        return {person for middle, person in self._ends.get(_ends(name), ()) if _goes_with(middle, name[1:-1])}

    def misspelt(self, name: Words) -> set[int]:
        """Those whose name it is with a mistake in it. In one of several words, there is then one at most."""
        letters, length = _letters(name), len(name)
        likely = {word for one in name for word in self._words_like(one, length == 1)}
        return {
            person
            for word in likely
            for known, person in self._with_word.get((word, length), ())
            if (letters ^ self._letters(known)).bit_count() <= 2 * _MISTAKES and is_misspelt(name, known)
        }

    def _find_words_like(self, word: str, alone: bool) -> set[str]:
        return set().union(*(self._traced.get((trace, alone), ()) for trace in _traces(word, alone)))


def _only(people: Collection[int]) -> int | None:
    return min(people) if len(people) == 1 else None


def _ends(name: Words) -> Words:
    """The first and the last of several words; a single one has no such key."""
    return tuple(sorted((name[0], name[-1]))) if len(name) > 1 else ()


def _goes_with(one: Words, other: Words) -> bool:
    """Whether the middle names of the one are among those of the other, in order; an initial stands for its name."""
    few, many = sorted((one, other), key=len)
    rest = iter(many)
    return all(any(_is_initial(name, another) for another in rest) for name in few)


def _is_initial(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _fixed(word: str) -> bool:
    """Short names that differ in a letter are different names (Anne, Anna), and so are numbered ones."""
    return len(word) < _SURE_LETTERS or len(word) > _MANY_LETTERS or any(map(str.isdigit, word))


def _traces(word: str, alone: bool) -> Iterator[str]:
    """The word without some letters: words as near to each other as names may be share one of these.

    That is a letter, for each mistake takes one away; in a long name of one word, two.
    """
    yield word
    if not _fixed(word):
        yield from _with_one_less(word)
        if alone and len(word) >= _LONG_LETTERS:
            yield from {trace for less in _with_one_less(word) for trace in _with_one_less(less)}


def _with_one_less(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _letters(name: Words) -> int:
    """Which letters there are, as bits: a mistake changes two of them at most."""
    found = 0
    for letter in set("".join(name)):
        found |= 1 << (ord(letter) & 63)
    return found


def is_misspelt(name: Words, known: Words) -> bool:
    """Whether one name is the other with a mistake in it, or two in a long one. The order may be turned."""
    letters = min(len("".join(name)), len("".join(known)))
    allowed = (letters >= _SURE_LETTERS) + (letters >= _LONG_LETTERS)
    turns = (name[start:] + name[:start] for start in range(len(name)))
    return len(name) == len(known) and any(_mistakes(turned, known) <= allowed for turned in turns)


def _mistakes(name: Words, known: Words) -> int:
    pairs = [(one, other) for one, other in zip(name, known, strict=True) if one != other]
    if any(_fixed(one) or _fixed(other) or abs(len(one) - len(other)) > _MISTAKES for one, other in pairs):
        return _MISTAKES + 1
    return sum(distance(one, other) for one, other in pairs)


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with the next (Damerau and Levenshtein)."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        upper, above, row = above, row, [i]
        for j, wanted in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if upper and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                best = min(best, upper[j - 2] + 1)
            row.append(best)
    return row[-1]
