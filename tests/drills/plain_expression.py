"""Conditions over several tags, worked out by a small calculator: text, pieces, answer.

An answer is ``(value, doubt)``: a number or a truth, None where it is unknown; doubt is "sure", "doubtful",
"unknown" or "unheard".
"""

import re

PIECE = re.compile(r"""\s*("[^"]*"|'[^']*'|[<>!]=|[<>=(),+*]|-(?=\s)|/(?=\s)|[^\s<>=!(),'"]+)""")
RANK = {"sure": 0, "doubtful": 1, "unknown": 2, "unheard": 3}


class Expression:
    """One text. ``names`` are the words in it that are tags."""

    def __init__(self, text, tags):
        self.pieces = [piece for piece in PIECE.findall(text) if piece]
        self.tags = [piece for piece in self.pieces if piece in tags]

    def answer(self, read, is_active):
        """``read(tag)`` gives ``(value, doubt, states)``, ``is_active(alarm)`` ``(truth, doubt)``."""
        self.at, self.read, self.is_active = 0, read, is_active
        return self.any_of()

    def peek(self):
        return self.pieces[self.at] if self.at < len(self.pieces) else ""

    def take(self, piece):
        if self.peek() != piece:
            return False
        self.at += 1
        return True

    def any_of(self):
        answers = [self.all_of()]
        while self.take("or"):
            answers.append(self.all_of())
        return vote(1, answers) if len(answers) > 1 else answers[0]

    def all_of(self):
        answers = [self.negated()]
        while self.take("and"):
            answers.append(self.negated())
        return vote(len(answers), answers) if len(answers) > 1 else answers[0]

    def negated(self):
        if self.take("not"):
            value, doubt = self.negated()
            return (None if value is None else not value), doubt
        return self.compared()

    def compared(self):
        left = self.operand()
        sign = self.peek()
        if sign not in ("<", "<=", ">", ">=", "=", "!="):
            return left[:2]
        self.at += 1
        if self.peek()[:1] in "\"'":
            right = (float(left[2].index(self.peek()[1:-1])), "sure", ())
            self.at += 1
        else:
            right = self.operand()
        doubt = max(left[1], right[1], key=RANK.get)
        if RANK[doubt] > 1:
            return None, doubt
        low, high = left[0] < right[0], left[0] > right[0]
        truth = {
            "<": low,
            "<=": not high,
            ">": high,
            ">=": not low,
            "!=": low or high,
            "=": not (low or high),
        }
        return truth[sign], doubt

    def operand(self):
        piece = self.peek()
        self.at += 1
        if piece == "(":
            answer = self.any_of()
            self.take(")")
            return (*answer, ())
        if piece == "active":
            self.take("(")
            name = self.peek()
            self.at += 2
            return (*self.is_active(name), ())
        if piece == "at_least":
            self.take("(")
            needed, answers = int(self.peek()), []
            self.at += 1
            while self.take(","):
                answers.append(self.any_of())
            self.take(")")
            return (*vote(needed, answers), ())
        if piece in self.tags:
            return self.read(piece)
        return float(piece), "sure", ()


def vote(needed, answers):
    """So many of these hold: the needed-th truest, from surely false over unknown to surely true."""

    def place(answer):
        value, doubt = answer
        return 0 if value is None else (1 if value else -1) * (2 if doubt == "sure" else 1)

    found = sorted(map(place, answers), reverse=True)[needed - 1]
    if found == 0:
        return None, max((doubt for _, doubt in answers), key=RANK.get)
    return found > 0, "sure" if abs(found) == 2 else "doubtful"
