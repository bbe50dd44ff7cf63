"""Which act a word carries: offer, demand, accept, reject, …, read from the parse with a lexicon.

The reading goes from the root down. The cue's own word decides where it carries an act (`rejected`, `opposition
from`, `is opposed to`); a support verb passes the act of its object on (`made an offer`, `voiced opposition`); a
verb of speech passes on what its content says of the speaker (`said it would support`); a verb of binding passes
on what the actor is bound to (`agreed to give up`). A negation turns an act into its opposite where it has one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

from detente.evidence.extraction.acts.definitions import ACTS, TURNED, ActDefinition
from detente.evidence.extraction.acts.modality import modality_of, rank

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.items import Act, Confidence, Modality


__all__ = ["ACTS", "TURNED", "ActDefinition", "ActFound", "act_of", "is_act_word"]


@dataclass(frozen=True, slots=True)
class ActFound:
    """An act with how far it binds. `negated` is a denial that did not turn the act: no threat was made.

    `head` is the token whose word carries the act. `holder` is the subject of the act where the content names
    another than the subject of the cue (`Lytvyn said Kyiv was ready to …`): who reads the record decides whether
    it is the speaker's own side. Both are indexes in the spaCy document.
    """

    act: Act
    modality: Modality
    negated: bool
    rule: str
    confidence: Confidence
    head: int
    holder: int | None = None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUPPORT_VERBS = _words(
    "make voice express give issue put take have show raise reach renew reiterate repeat extend declare launch "
    "satisfy fulfil fulfill present send deliver hold submit lodge register state restate air encounter face "
    "meet conclude enter win gain receive get offer pose level mount conduct engage undertake stage start begin "
    "resume open be remain include withdraw secure provide lend throw signal indicate announce underline stress "
    "sign maintain draw"
)
_OWN_ACT_FIRST = frozenset(("sign", "maintain", "withdraw", "conclude", "resist", "include", "be", "remain"))
_BINDING = _words(
    "agree consent decide be resolve plan intend offer vow promise pledge undertake commit continue begin start "
    "propose volunteer choose opt prepare want threaten refuse decline fail seem appear"
)
_NOT = frozenset(("neg",))
_LACKING = frozenset(("no", "little", "lack", "absence", "without"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_PRONOUNS = frozenset(("i", "we", "he", "she", "it", "they"))
_CLAUSES = frozenset(("ccomp", "parataxis"))
_OWN_WISH = frozenset(("seek", "want", "expect", "ask"))
"""With an infinitive these speak of an own step: `wants to join` demands nothing."""
_MEETING = frozenset(("meet", "satisfy", "fulfil", "fulfill"))
_STANDING = _words("be stand come remain speak argue vote decide seem rule testify campaign lean")
_MUST = frozenset(("must", "should", "ought"))
_HARM = _words("attack retaliate strike invade bomb force punish sanction destroy war respond retaliation sanctions")
_SAYS_WITH_CLAUSE = _words(
    "agree confirm acknowledge recognise recognize conclude suggest insist note indicate fear expect want "
    "understand consider admit"
)


def act_of(root: Token, *, content: Token | None = None) -> ActFound:
    """The act whose cue has `root` as its head word; `say` with low confidence where no word carries one.

    `content` is the head of what is said, where the parse does not hang it below the cue (direct speech).
    """
    found = _own(root) or ActFound("say", "none", False, "none", "low", root.i)
    clause = content if content is not None else _clause(root)
    if found.act in ("say", "report", "announce") and clause is not None:
        found = _from_content(root, clause) or found
    elif clause is not None and root.lemma_ in _SAYS_WITH_CLAUSE and not _asks(clause):
        said = ActFound("say", "none", False, "clause", "medium", root.i)
        found = _from_content(root, clause) or said
    return found


def is_act_word(token: Token) -> bool:
    """Whether the word can carry an act: a cheap test before `act_of`."""
    words = _lexicon().get(_kind(token))
    return words is not None and token.lemma_.lower() in words


def _own(token: Token, depth: int = 0) -> ActFound | None:
    """The act of the word itself, of its object under a support verb, or of its complement."""
    act, second = _listed(token)
    if not second and token.lemma_ in _SUPPORT_VERBS and (act is None or token.lemma_ not in _OWN_ACT_FIRST):
        passed = _from_object(token, depth)
        if passed is not None and (act in (None, "say", "announce") or passed.head != token.i):
            return passed
    if act is None:
        return _from_binding(token, depth) or _from_preposition(token)
    found = ActFound(act, modality_of(token), False, _rule(token), "high", token.i)
    if depth < 3:
        found = _bound_to(token, found, depth)
    found = _negated(token, found)
    if found.negated and found.act == "announce" and token.pos_ == "NOUN":
        return replace(found, act="reject", negated=False)
    return found


def _from_object(token: Token, depth: int) -> ActFound | None:
    """`made an offer`, `voiced opposition`, `is a persistent demand`, `is ready to`."""
    for child in token.rights:
        if child.dep_ in ("dobj", "attr", "acomp", "oprd") and depth < 3:
            inner = _own(child, depth + 1)
            if inner is not None and inner.act not in ("say", "report"):
                return _negated(token, _supported(token, inner))
    return None


def _supported(token: Token, inner: ActFound) -> ActFound:
    """The act of the object under its verb: `may make an offer` considers one, `met the demand` accepts it."""
    modality = modality_of(token)
    weaker = rank(modality) is not None and modality != "does"
    act = "accept" if inner.act == "demand" and token.lemma_ in _MEETING else inner.act
    rule = f"{token.lemma_} + {inner.rule}"
    return replace(inner, act=act, modality=modality if weaker else inner.modality, rule=rule)


def _from_preposition(token: Token) -> ActFound | None:
    """`is against`, `is in favour of`, `came out against`."""
    if token.lemma_ not in _STANDING:
        return None
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "against":
            return _negated(token, ActFound("oppose", modality_of(token), False, "against", "high", child.i))
        if child.dep_ == "prep" and child.lower_ == "in":
            for noun in child.rights:
                if noun.lemma_ in ("favour", "favor"):
                    return _negated(token, ActFound("support", modality_of(token), False, "in favour", "high", noun.i))
    return None


def _from_binding(token: Token, depth: int) -> ActFound | None:
    """A word without an act of its own that binds to one: `decided to support`, `will withdraw`."""
    if token.lemma_ not in _BINDING or depth >= 3:
        return None
    for child in token.rights:
        if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX"):
            inner = _own(child, depth + 1)
            if inner is not None:
                return _negated(token, replace(inner, rule=f"{token.lemma_} > {inner.rule}", confidence="medium"))
    return None


def _bound_to(token: Token, found: ActFound, depth: int) -> ActFound:
    """What `agreed to`, `refused to`, `is ready to` make of the act that follows them."""
    child = next((child for child in token.rights if child.dep_ in ("xcomp", "acl") and child.pos_ == "VERB"), None)
    if child is None:
        return found
    inner = _own(child, depth + 1)
    act: Act | None = None
    if found.act == "accept" and inner is not None and inner.act in ("concede", "support", "consult"):
        act = inner.act
    elif found.act == "offer" and (child.lemma_ in _HARM or (inner is not None and inner.act == "threaten")):
        act = "threaten"
    elif found.act == "offer" and inner is not None and inner.act in ("accept", "support", "promise"):
        act = inner.act if token.pos_ == "ADJ" else "offer"
    elif found.act == "demand" and token.lemma_ in _OWN_WISH and child.dep_ == "xcomp":
        act = inner.act if inner is not None and inner.act not in ("say", "report") else "announce"
    elif found.act == "announce" and inner is not None and inner.act not in ("say", "announce", "report"):
        act = inner.act
    elif found.act == "reject" and inner is not None and inner.act in ("oppose", "reject"):
        act = "accept"
    if act is None:
        return found
    bound = inner.modality if inner is not None else found.modality
    return replace(found, act=act, modality=bound, rule=f"{found.rule} to {child.lemma_}")


def _negated(token: Token, found: ActFound) -> ActFound:
    if not _denied(token):
        return found
    turned = TURNED.get(found.act)
    if turned is None or found.negated:
        return replace(found, negated=not found.negated, rule=f"not {found.rule}")
    confidence: Confidence = "high" if found.act != "offer" else "medium"
    return replace(found, act=turned, rule=f"not {found.rule}", confidence=confidence)


def _denied(token: Token) -> bool:
    for child in token.children if token.pos_ == "AUX" else token.lefts:
        if child.dep_ in _NOT or (child.dep_ == "det" and child.lower_ in ("no", "neither")):
            return True
    if token.dep_ == "pobj" and token.head.head.lemma_ in _LACKING:
        return True
    above = token.head
    return above is not token and token.dep_ in ("xcomp", "dobj") and above.lemma_ in ("deny", "lack")


def _from_content(cue: Token, clause: Token) -> ActFound | None:
    """What the content says of the speaker, or of its side: `said it would support`, `said Russia must`."""
    subject = next((child for child in clause.lefts if child.dep_ in _SUBJECTS), None)
    speaker = next((child for child in cue.children if child.dep_ in _SUBJECTS), None)
    own = _same(subject, speaker)
    holder = None if own or subject is None else subject.i
    if _asks(clause) and not (subject is not None and subject.lower_ in ("i", "we")):
        return ActFound("demand", "seeks", _denied(clause), "says > must", "medium", clause.i)
    inner = _own(clause)
    if inner is None and own:
        inner = _bare_future(clause)
    if inner is None or inner.act in ("say", "report"):
        return None
    confidence: Confidence = "medium" if own else "low"
    return replace(inner, rule=f"says > {inner.rule}", confidence=confidence, holder=holder)


def _bare_future(clause: Token) -> ActFound | None:
    """`will send`, `would not send` without a word of the lexicon."""
    if not any(child.lower_ in ("will", "would", "'ll", "'d", "wo", "shall") for child in clause.lefts):
        return None
    if _denied(clause):
        return ActFound("reject", modality_of(clause), False, "will not", "low", clause.i)
    if clause.lemma_ in _HARM:
        return ActFound("threaten", modality_of(clause), False, "will harm", "low", clause.i)
    return ActFound("promise", modality_of(clause), False, "will", "low", clause.i)


def _asks(clause: Token) -> bool:
    """Whether the clause says that somebody must, should, has to, or stands in the subjunctive."""
    for child in clause.lefts:
        if child.dep_ == "aux" and child.lower_ in _MUST:
            return True
    if clause.lemma_ in ("need", "have") and any(child.dep_ == "xcomp" for child in clause.rights):
        return True
    return clause.tag_ == "VB" and not any(child.dep_ in ("aux", "auxpass") for child in clause.lefts)


def _same(subject: Token | None, speaker: Token | None) -> bool:
    if subject is None or subject.lower_ in _PRONOUNS:
        return True
    return speaker is not None and subject.lemma_ == speaker.lemma_


def _clause(root: Token) -> Token | None:
    if root.pos_ != "VERB":
        return next((child for child in root.rights if child.dep_ == "acl" and child.pos_ == "VERB"), None)
    return next((child for child in root.children if child.dep_ in _CLAUSES), None)


def _kind(token: Token) -> str:
    return {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}.get(token.pos_, "")


def _rule(token: Token) -> str:
    return f"{_kind(token)} {token.lemma_.lower()}"


def _listed(token: Token) -> tuple[Act | None, str]:
    """The act of the word in the lexicon, and the second word that decided, if one did."""
    words = _lexicon().get(_kind(token))
    if words is None:
        return None, ""
    seconds = words.get(token.lemma_.lower())
    if seconds is None and token.pos_ == "VERB" and token.dep_ in ("acomp", "attr"):
        seconds = _lexicon()["adjective"].get(token.lower_)
    if seconds is None:
        return None, ""
    if len(seconds) > (1 if "" in seconds else 0):
        for child in token.rights:
            if child.dep_ in ("prt", "prep", "advmod", "dobj", "mark", "agent") and child.lower_ in seconds:
                return seconds[child.lower_], child.lower_
    return seconds.get(""), ""


@cache
def _lexicon() -> dict[str, dict[str, dict[str, Act]]]:
    """For each kind of word, lemma → second word (or nothing) → act."""
    kinds: dict[str, dict[str, dict[str, Act]]] = {"verb": {}, "noun": {}, "adjective": {}}
    text = resources.files("detente.evidence.extraction").joinpath("data", "act-words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        head, words = line.split(":", 1)
        act, kind = head.split()
        for words_ in words.split(","):
            first, _, second = words_.strip().partition(" ")
            if first:
                kinds[kind].setdefault(first, {}).setdefault(second, cast("Act", act))
    return kinds
