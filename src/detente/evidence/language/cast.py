"""Cast: the people and groups of one document, and who is meant where.

No tagger of entities is needed: names are runs of proper nouns and entries of the actors' table. A surname is the
person whose full name stands elsewhere in the document; `the president`, `the Ukrainian president` are whoever the
document gives that office; a pronoun is the nearest fitting person, subjects of the sentence before others; `I` and
`we` in a quotation are its speaker. What stays open keeps its own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.items import Voice
from detente.evidence.language.name_runs import Run, TaggedWords, body_words, name_runs
from detente.evidence.language.names import Actors
from detente.evidence.language.people import People, Referent, whose
from detente.evidence.language.phrases import word_set
from detente.evidence.language.places import Gazetteer
from detente.evidence.language.pronouns import PRONOUNS, Seen, antecedent, gender_of, is_first_person
from detente.evidence.language.roles import is_former, is_rank, office_at, office_words, offices_in
from detente.evidence.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from detente.evidence.language.parse import ParsedBlock, ParsedDocument

_SUBJECTS = word_set("nsubj nsubjpass agent")
_SPEECH = word_set(
    "say tell add ask reply answer respond claim argue insist note state stress emphasize emphasise explain announce "
    "declare warn write tweet post admit acknowledge concede suggest recall conclude continue deny confirm call "
    "describe describes report testify joke remark observe urge vow pledge promise complain"
)
_WHERE = word_set("in at near inside outside across around within into throughout")
_WHERE_TO = word_set("to from toward towards via through")
_MOTION = word_set(
    "go travel fly come arrive return move head visit trip drive leave depart journey flight way land flee deploy"
)
_HELD_THERE = word_set(
    "meeting meetings talks talk summit conference session gathering office airport embassy street region suburb hotel "
    "visit trip forum negotiations round area time bureau"
)
_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """Words [first, end) of a block name someone."""

    first: int
    end: int
    voice: Voice


class _Page:
    """One block while it is read: its words, its names, and who is meant at which word."""

    __slots__ = ("block", "meant", "names", "number", "quoted", "runs", "words")

    def __init__(self, number: int, block: ParsedBlock, words: TaggedWords, runs: list[Run]) -> None:
        self.number = number
        self.block = block
        self.words = words
        self.runs = runs
        self.quoted = _quoted(words.words)
        self.names: dict[int, tuple[Run, Referent]] = {}
        self.meant: dict[int, Referent] = {}


class Cast:
    """The people and groups of one document."""

    def __init__(self, parsed: ParsedDocument, actors: Actors, gazetteer: Gazetteer | None = None) -> None:
        places = gazetteer or actors.gazetteer
        self._parsed = parsed
        self._actors = actors
        pages: list[_Page] = []
        for number, block in enumerate(parsed.blocks):
            words = TaggedWords.of(block.doc, actors)
            pages.append(_Page(number, block, words, name_runs(words, places)))
        self._people = People((run for page in pages for run in page.runs), actors)
        for page in pages:
            self._note_appositions(page)
        self._pages = {page.block: page for page in pages}
        self._seen: list[Seen] = []
        self._genders: dict[str, str] = {}
        for page in pages:
            self._read(page)

    @classmethod
    def of(cls, parsed: ParsedDocument, actors: Actors, gazetteer: Gazetteer | None = None) -> Cast:
        """The cast of a document."""
        return cls(parsed, actors, gazetteer)

    def named(self, words: str) -> Actor | None:
        """The actor that words name, by the table or by this document."""
        return self._actors.named(words)

    def voice(self, parsed_block: ParsedBlock, first_token: int, end_token: int) -> Voice:
        """Who is meant by words [first, end) of a block."""
        referent = self._referent(parsed_block, first_token, end_token)
        passage = self._parsed.passage(parsed_block, first_token, end_token)
        return Voice(referent.name, referent.party, passage)

    def actor(self, parsed_block: ParsedBlock, first_token: int, end_token: int) -> Actor:
        """The same as a value, with whom the actor acts for: by the case, or by the title that the document gives."""
        return self._referent(parsed_block, first_token, end_token).actor

    def mentions(self, parsed_block: ParsedBlock) -> tuple[Mention, ...]:
        """Who is named in a block, in order: people, states, organisations and other bodies."""
        page = self._pages.get(parsed_block)
        if page is None:
            return ()
        return tuple(
            Mention(
                run.first,
                run.end,
                Voice(referent.name, referent.party, self._parsed.passage(parsed_block, run.first, run.end)),
            )
            for run, referent in page.names.values()
        )

    def _note_appositions(self, page: _Page) -> None:
        """`Anna Berg, the foreign minister of Norway` and `The Norwegian minister, Anna Berg`."""
        doc = page.block.doc
        for run in page.runs:
            if run.known is not None and run.known.kind != "person":
                continue
            token = doc[run.end - 1]
            described = [child for child in token.children if child.dep_ == "appos" and child.i > token.i]
            if token.dep_ == "appos":
                described.append(token.head)
            for noun in described:
                self._note_office(page, run, noun)

    def _note_office(self, page: _Page, run: Run, noun: Token) -> None:
        first = noun.left_edge.i
        if first > noun.i or noun.i - first > _LONGEST_NAME:
            return
        before = page.words.low[first : noun.i + 1]
        held = [match for match in offices_in(before) if match[1] == len(before)]
        if not held:
            return
        last = min(noun.right_edge.i + 1, len(page.words.words))
        around = [known for start, (_, known) in page.words.starts.items() if first <= start < last]
        of = next((whose(known) or known.actor.for_party for known in around if known.kind != "area"), None)
        self._people.add_office(run, held[-1][2], of, any(is_former(word) for word in before))

    def _read(self, page: _Page) -> None:
        """Everybody meant in a block, from left to right."""
        doc, low = page.block.doc, page.words.low
        runs = {run.first: run for run in page.runs}
        in_title = {i for run in page.runs for i in range(run.title, run.first)}
        waiting: list[int] = []
        sentence = 0
        i = 0
        while i < len(low):
            run = runs.get(i)
            if run is not None:
                self._name(page, run, doc, sentence)
                i = run.end
                continue
            word = low[i]
            if word == "." or word == "?" or word == "!":
                sentence += 1
            elif word in PRONOUNS:
                if page.quoted[i]:
                    waiting.append(i)
                elif not is_first_person(word):
                    self._pronoun(page, doc[i], sentence)
            elif word in office_words() and i not in in_title:
                self._role(page, i, sentence)
            elif (
                word.endswith("s") and page.words.pos[i] == "NOUN" and doc[i].dep_ in _SUBJECTS and doc[i].tag_ == "NNS"
            ):
                self._see(page, Referent(_phrase(page.words, i, i + 1), "group", plural=True), doc[i], sentence)
            i += 1
        for at in waiting:
            self._quoted_pronoun(page, doc[at])

    def _name(self, page: _Page, run: Run, doc: Doc, sentence: int) -> None:
        referent = self._people.of_run(run)
        token = doc[run.end - 1]
        if referent is None or (referent.kind == "body" and _stands_for_a_place(run, token)):
            return
        if referent.kind == "body" and run.known is None and len(run.words) == 1 and token.dep_ not in _SUBJECTS:
            return
        kind = run.known.kind if run.known is not None else None
        subject = token.dep_ in _SUBJECTS
        if kind != "company" or subject:
            page.names[run.first] = run, referent
        for i in range(run.first, run.end):
            page.meant[i] = referent
        if subject or kind not in ("company", "agency", None) or referent.kind == "person" or _names_a_body(run):
            self._see(page, referent, token, sentence)
        if referent.kind == "person":
            self._see_pair(page, run, referent, token, sentence)

    def _see_pair(self, page: _Page, run: Run, referent: Referent, token: Token, sentence: int) -> None:
        """`Anna Berg and Karl Brandt`: both together, for a `they` to come."""
        at = min(run.title, run.first) - 1
        before = page.meant.get(at - 1)
        if at > 0 and page.words.low[at] == "and" and before is not None and before.kind == "person":
            pair = Referent(f"{before.name} and {referent.name}", "group", plural=True)
            self._see(page, pair, token, sentence)

    def _see(self, page: _Page, referent: Referent, token: Token, sentence: int) -> None:
        quoted = page.quoted[token.i]
        subject = token.dep_ in _SUBJECTS
        self._seen.append(Seen(referent, page.number, sentence, token.i, token.head.i, subject, quoted))

    def _quoted_pronoun(self, page: _Page, token: Token) -> None:
        """Inside a quotation: `I` and `we` are the speaker, others are not."""
        speaker = self._speaker(page, token.i)
        if is_first_person(token.lower_):
            if speaker is not None:
                page.meant[token.i] = speaker
            return
        before = [seen for seen in self._seen if (seen.block, seen.word) < (page.number, token.i)]
        sentence = before[-1].sentence if before and before[-1].block == page.number else 0
        asked = Seen(speaker or _NOBODY, page.number, sentence, token.i, token.head.i, subject=True, quoted=True)
        referent = antecedent(token.lower_, asked, before, self._genders, reflexive=token.dep_ == "poss")
        if referent is not None:
            page.meant[token.i] = referent

    def _pronoun(self, page: _Page, token: Token, sentence: int) -> None:
        quoted = page.quoted[token.i]
        asked = Seen(_NOBODY, page.number, sentence, token.i, token.head.i, token.dep_ in _SUBJECTS, quoted)
        reflexive = token.dep_ == "poss" or token.lower_.endswith(("self", "selves"))
        referent = antecedent(token.lower_, asked, self._seen, self._genders, reflexive=reflexive)
        if referent is not None:
            if gender := gender_of(token.lower_):
                self._genders.setdefault(referent.name, gender)
            page.meant[token.i] = referent
            self._see(page, referent, token, sentence)

    def _role(self, page: _Page, start: int, sentence: int) -> None:
        """`the president`, `the Ukrainian president`, `Norway's foreign minister`, `the envoys`."""
        words = page.words
        match = office_at(words.words, start)
        if match is None:
            return
        end, office = match
        head = page.block.doc[end - 1]
        if head.tag_ in ("NNS", "NNPS"):
            group = Referent(_phrase(words, start, end), "group", None, None, plural=True)
            self._see(page, group, head, sentence)
            return
        definite, of, former = _determined(words, start)
        if not definite:
            return
        referent = self._holder(office, of, former)
        if referent is not None:
            for i in range(start, end):
                page.meant.setdefault(i, referent)
            self._see(page, referent, head, sentence)

    def _holder(self, office: str, of: str | None, former: bool) -> Referent | None:
        held = self._people.holding(office, of, former=former)
        if not held and of is not None and not former and (actor := self._actors.holding(office, of)) is not None:
            return Referent(actor.name, "person", actor.party, actor.for_party)
        if len(held) < 2:
            return held[0] if held else None
        return next((seen.referent for seen in reversed(self._seen) if seen.referent in held), held[0])

    def _speaker(self, page: _Page, at: int) -> Referent | None:
        """Who speaks the quotation in which a word stands: the subject of the nearest verb of speech outside it."""
        if not page.quoted[at]:
            return None
        doc = page.block.doc
        best: tuple[int, Referent] | None = None
        for i, referent in page.meant.items():
            token = doc[i]
            if page.quoted[i] or token.dep_ not in _SUBJECTS or token.head.lemma_ not in _SPEECH:
                continue
            distance = abs(i - at) + (len(doc) if doc[i].sent != doc[at].sent else 0)
            if best is None or distance < best[0]:
                best = distance, referent
        if best is not None:
            return best[1]
        before = [seen for seen in self._seen if seen.block < page.number and seen.subject and not seen.quoted]
        return before[-1].referent if before and before[-1].block >= page.number - 1 else None

    def _referent(self, block: ParsedBlock, first: int, end: int) -> Referent:
        page = self._pages.get(block)
        doc = block.doc
        if page is None or first >= end:
            return Referent(doc[first:end].text, "group")
        if end - first == 1 and first in page.meant:
            return page.meant[first]
        span = doc[first:end]
        root = span.root
        for token in _heads(root, first, end):
            meant = page.meant.get(token.i)
            if meant is not None:
                return meant
        return self._described(page, span, root)

    def _described(self, page: _Page, span: Span, root: Token) -> Referent:
        """A group or person known by its description only, with whom it acts for where the description says so."""
        text = _trimmed(span)
        actor = self._actors.named(text)
        if actor is not None:
            return Referent(actor.name, "body", actor.party, actor.for_party)
        around = [known for start, (_, known) in page.words.starts.items() if span.start <= start <= root.i]
        of = next((found for known in around if (found := whose(known)) is not None), None)
        return Referent(text, "group", None, of, plural=root.tag_ in ("NNS", "NNPS"))


_NOBODY = Referent("", "group")


def _names_a_body(run: Run) -> bool:
    return any(word.lower() in body_words() for word in run.words)


def _heads(root: Token, first: int, end: int) -> list[Token]:
    """The head of a phrase and the names in apposition to it or compounded with it."""
    near = [child for child in root.children if first <= child.i < end and child.dep_ in ("appos", "flat", "nmod")]
    return [root, *near]


def _quoted(words: Sequence[str]) -> list[bool]:
    """For every word whether it stands in double quotation marks; an unclosed quotation runs to the end."""
    inside = False
    found: list[bool] = []
    for word in words:
        if word in ('"', "``", "''", "\u201c", "\u201d"):
            inside = not inside if word == '"' else word in ("``", "\u201c")
            found.append(True)
        else:
            found.append(inside)
    return found


def _stands_for_a_place(run: Run, token: Token) -> bool:
    """Whether a state or capital is named as a place here: `in Ukraine`, `flew to Moscow`, `the Berlin talks`."""
    known = run.known
    if known is None or known.kind not in ("state", "territory") or known.naming in ("people", "seat"):
        return False
    head = token.head
    if token.dep_ == "pobj":
        if head.lower_ in _WHERE:
            return True
        return head.lower_ in _WHERE_TO and head.head.lemma_.lower() in _MOTION
    return known.naming != "name" and token.dep_ in ("compound", "nmod") and head.lower_ in _HELD_THERE


def _determined(words: TaggedWords, start: int) -> tuple[bool, str | None, bool]:
    """Whether an office is said of one known holder, of whom, and whether it is former."""
    at, of, former = start, None, False
    while at > 0:
        before = words.low[at - 1]
        if before in ("the", "this", "that", "his", "her", "their", "its"):
            return True, of, former
        if is_former(before) or is_rank(before):
            at, former = at - 1, former or is_former(before)
        elif before == "'s" and at - 1 in words.ends and of is None:
            at, known = words.ends[at - 1]
            of = whose(known)
            return True, of, former
        elif at in words.ends and of is None:
            at, known = words.ends[at]
            of = whose(known)
        else:
            break
    indefinite = at > 0 and words.low[at - 1] in ("a", "an", "another", "any", "some", "no", "every", "each")
    return (of is not None or words.words[start][:1].isupper()) and not indefinite, of, former


def _phrase(words: TaggedWords, start: int, end: int) -> str:
    """A described group with the words before it that belong to it: `U.S. envoys`, `several senators`."""
    first = start
    while first > 0 and start - first < 4 and words.pos[first - 1] in ("ADJ", "PROPN", "NUM", "NOUN"):
        first -= 1
    return " ".join(words.words[first:end])


def _trimmed(span: Span) -> str:
    """The words of a phrase without article, brackets and what follows its first comma."""
    words = [token for token in span if not token.is_space]
    while words and (words[0].is_punct or words[0].lower_ in ("the", "a", "an", "by", "to")):
        words = words[1:]
    for place, token in enumerate(words):
        if place and token.lower_ in (",", "(", "who", "which", "that", ";", ":"):
            words = words[:place]
            break
    if not words:
        return span.text.strip()
    first, last = words[0], words[-1]
    return span.doc.text[first.idx : last.idx + len(last.text)].strip(" .,\"'")
