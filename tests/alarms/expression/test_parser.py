"""Text to tree: what binds how tightly, what is refused in which words, and that nothing else happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alarms.expression.trees import nodes
from wakeful.alarms.expression.parser import DEPTH_MAX, PARTS_MAX, parse
from wakeful.alarms.expression.syntax import (
    Absolute,
    Arithmetic,
    Comparison,
    ExpressionError,
    Extreme,
    Junction,
    Negation,
    Not,
    Number,
    StateIs,
    TagNode,
    walk,
)
from wakeful.alarms.expression.text import text_of

A, B, C = TagNode("A"), TagNode("B"), TagNode("C")

NORMAL = [
    ("A", "A"),
    ("((A))", "A"),
    ("  A>5 ", "A > 5"),
    ("A>5.50", "A > 5.5"),
    ("1e3 < .5", "1000 < 0.5"),
    ("A - -5", "A - -5"),
    ("-(5)", "-5"),
    ("--A", "-(-A)"),
    ("-A * B", "-A * B"),
    ("-(A * B)", "-(A * B)"),
    ("A - B - C", "A - B - C"),
    ("A - (B - C)", "A - (B - C)"),
    ("A - (B + C)", "A - (B + C)"),
    ("(A * B) / C", "A * B / C"),
    ("A * (B / C)", "A * (B / C)"),
    ("(A + B) * C", "(A + B) * C"),
    ("A + (B * C)", "A + B * C"),
    ("A-B > 0", "A-B > 0"),
    ("A -B > 0", "A - B > 0"),
    ("A/(B) > 0", "A / B > 0"),
    ("(A > 1) and (B > 1)", "A > 1 and B > 1"),
    ("A > 1 AND B > 1 And C > 1", "A > 1 and B > 1 and C > 1"),
    ("A > 1 and (B > 1 and C > 1)", "A > 1 and (B > 1 and C > 1)"),
    ("A > 1 or B > 1 and C > 1", "A > 1 or B > 1 and C > 1"),
    ("(A > 1 or B > 1) and C > 1", "(A > 1 or B > 1) and C > 1"),
    ("not A > 1 and B > 1", "not A > 1 and B > 1"),
    ("not (A > 1 and B > 1)", "not (A > 1 and B > 1)"),
    ("not not A > 1", "not (not A > 1)"),
    ("A = 'on'", 'A = "on"'),
    ("A != 'on' or A=\"off\"", 'A != "on" or A = "off"'),
    ("'A' = 'B'", 'A = "B"'),
    ("A = ('B')", "A = B"),
    ("A = ('B C')", 'A = ("B C")'),
    ("A = 'B' + 1", "A = B + 1"),
    ("A + 1 = 'B C'", 'A + 1 = "B C"'),
    ("A = 'B C' + 1", 'A = "B C" + 1'),
    ("A < 'B C'", 'A < "B C"'),
    ("A >= ('B C')", 'A >= "B C"'),
    ("'2PT' > 1", '"2PT" > 1'),
    ("'-' > '('", '"-" > "("'),
    ("'not' > 'min'", '"not" > min'),
    ("min(')', ',')", 'min(")", ",")'),
    ("'and' > 1", '"and" > 1'),
    ("min > max", "min > max"),
    ("MIN(A, B) < Max(A,B,C)", "min(A, B) < max(A, B, C)"),
    ("abs(A-(B))", "abs(A - B)"),
    ("if(A > 1, B, if(B > 1, 1, 2))", "if(A > 1, B, if(B > 1, 1, 2))"),
    ("if(A > 1, B > 1, bad(C))", "if(A > 1, B > 1, bad(C))"),
    ("if(A > 1 or B > 1, A > 1 or B > 2, A > 3)", "if(A > 1 or B > 1, A > 1 or B > 2, A > 3)"),
    ("at_least(2,A>1,B>1,C>1)", "at_least(2, A > 1, B > 1, C > 1)"),
    ("rate( A , 60s ) > 1", "rate(A, 1 min) > 1"),
    ("rate('A B', 1.5 min)", 'rate("A B", 90 s)'),
    ("rate(A, 1 ms)", "rate(A, 1 ms)"),
    ("rate(A, 250 ms)", "rate(A, 250 ms)"),
    ("rate(A, 720 h)", "rate(A, 720 h)"),
    ("stuck(A, 0)", "stuck(A, 0)"),
    ("bad('A (1)')", 'bad("A (1)")'),
    ("active(A.HIGH)", "active(A.HIGH)"),
]

REFUSED = [
    ("", 1, "the expression is empty: write a condition such as LEVEL > 5"),
    ("   ", 1, "the expression is empty: write a condition such as LEVEL > 5"),
    ("A >", 4, "expected a number, a name or a function, found the end"),
    ("> 5", 1, "expected a number, a name or a function, found '>'"),
    ("A > > 5", 5, "expected a number, a name or a function, found '>'"),
    ("+A > 5", 1, "expected a number, a name or a function, found '+'"),
    ("A > 5 and", 10, "expected a number, a name or a function, found the end"),
    ("A > 5 and or B > 5", 11, "expected a number, a name or a function, found 'or'"),
    ("()", 2, "expected a number, a name or a function, found ')'"),
    ("(A > 5", 7, "expected ')' to close the '(' before, found the end"),
    ("A > 5)", 6, "this ')' closes nothing: remove it, or open a '(' before"),
    ("A > 1,5", 6, "a comma parts the arguments of a function; the decimal sign is the point"),
    ("A B > 5", 3, "expected an operator such as and, > or +, or the end, found 'B'"),
    ("A > 5 B > 5", 7, "expected an operator such as and, > or +, or the end, found 'B'"),
    (
        "A > 5bar",
        5,
        "'5bar': a name that begins with a digit stands in quotes, and a number has no unit here",
    ),
    ("A > 5 'and' B > 5", 7, "expected an operator such as and, > or +, or the end, found 'and'"),
    ("'A'b > 5", 4, "expected an operator such as and, > or +, or the end, found 'b'"),
    ("A '('", 3, "expected an operator such as and, > or +, or the end, found '('"),
    ("A > 5 bar", 7, "expected an operator such as and, > or +, or the end, found 'bar'"),
    ("A == 5", 3, "'==' has no meaning here: write = to compare"),
    ("A <> 5", 3, "'<>' has no meaning here: write != for not equal"),
    ("A => 5", 3, "'=>' has no meaning here: write >= for at least"),
    ("A ≥ 5", 3, "'≥' has no meaning here: write >="),
    ("A > 1 && B > 1", 7, "'&&' has no meaning here: write and"),
    ("!A", 1, "'!' has no meaning here: write not, or != for not equal"),
    ("A > 5 %", 7, "'%' has no meaning here: there are no percentages, write 5 % as 0.05"),
    ("A ** 2 > 5", 3, "'**' has no meaning here: there are no powers, write A * A"),
    ("A − B > 5", 3, "'−' has no meaning here: the minus sign is the plain -"),
    ("A = “on”", 5, "'“' has no meaning here: quotes are the straight ones, \" or '"),
    ("_A > 1", 1, "'_' has no meaning here: a name begins with a letter, any other stands in quotes"),
    ("A. > 1", 2, "'.' has no meaning here: a name that begins or ends with a sign stands in quotes"),
    (
        "A[1] > 1",
        2,
        "'[' has no meaning here: a name with brackets stands in quotes, and calculations are "
        "grouped with ( and )",
    ),
    ("A $ 1", 3, "'$' has no meaning here: a name with such a character stands in quotes"),
    ('A = "on', 5, 'the quote " that opens here is never closed'),
    ("A = 'on", 5, "the quote ' that opens here is never closed"),
    ("'' > 1", 1, "there is no name between these quotes"),
    ("bad(' ')", 5, "there is no name between these quotes"),
    ("1e999 > A", 1, "1e999 is too large for a number"),
    ("1 < A < 5", 7, "comparisons do not chain: write A < B and B < C"),
    ("A = 'on' = B", 10, "comparisons do not chain: write A < B and B < C"),
    ("A + (B > 1)", 6, "'+' calculates with numbers, but right of it stands a condition"),
    ("bad(A) * 2", 1, "'*' calculates with numbers, but left of it stands a condition"),
    (
        "A > bad(B)",
        5,
        "'>' compares numbers, but right of it stands a condition: join conditions with and, or, not",
    ),
    (
        "(A > 1) = (B > 1)",
        2,
        "'=' compares numbers, but left of it stands a condition: join conditions with and, or, not",
    ),
    ("A > 1 and B", 11, "'and' joins conditions, and this is a number: compare it, as in A > 0"),
    ("A OR B > 1", 1, "'or' joins conditions, and this is a number: compare it, as in A > 0"),
    ("not A", 5, "'not' turns a condition round, and this is a number: compare it, as in A > 0"),
    ("-bad(A)", 2, "a minus stands before numbers, and this is a condition: write not"),
    (
        "XMEAS(1) > 5",
        1,
        "there is no function 'XMEAS', only abs, min, max, if, at_least, rate, stuck, bad, active; "
        "a name with parentheses stands in quotes",
    ),
    ("abs(A, B) > 1", 1, "abs() is written abs(NUMBER), here it has 2"),
    ("min(A) > 1", 1, "min() is written min(NUMBER, NUMBER, ...), here it has 1"),
    ("if(A > 1, B) > 1", 1, "if() is written if(CONDITION, A, B), here it has 2"),
    ("max(A, B > 1)", 8, "max() takes numbers, and this is a condition"),
    ("max(A B)", 7, "expected ')' to end max(NUMBER, NUMBER, ...), found 'B'"),
    ("if(A, 1, 2) > 1", 4, "if() begins with a condition, and this is a number: compare it, as in A > 0"),
    ("if(A > 1, 1, B > 1)", 14, "both answers of if() are numbers or both are conditions, here they differ"),
    (
        "at_least(A > 1, B > 1)",
        10,
        "at_least() begins with a plain count, as in at_least(2, CONDITION, CONDITION, CONDITION), found 'A'",
    ),
    (
        "at_least(1.5, B > 1)",
        10,
        "at_least() begins with a plain count, as in at_least(2, CONDITION, CONDITION, CONDITION), "
        "found '1.5'",
    ),
    (
        "at_least('2', B > 1)",
        10,
        "at_least() begins with a plain count, as in at_least(2, CONDITION, CONDITION, CONDITION), found '2'",
    ),
    (
        "at_least(2)",
        11,
        "expected ',' after the count, as in at_least(2, CONDITION, CONDITION, CONDITION), found ')'",
    ),
    ("at_least(0, A > 1)", 10, "the count of at_least() is from 1 to 1, the number of its conditions"),
    ("at_least(3, A > 1, B > 1)", 10, "the count of at_least() is from 1 to 2, the number of its conditions"),
    ("at_least(1, A)", 13, "at_least() counts conditions, and this is a number: compare it, as in A > 0"),
    ("rate(A) > 1", 7, "expected ',' after the name, as in rate(TAG, 60 s), found ')'"),
    ("rate(A + B, 60 s) > 1", 8, "expected ',' after the name, as in rate(TAG, 60 s), found '+'"),
    ("rate(5, 60 s) > 1", 6, "rate() takes a name, written rate(TAG, 60 s), found '5'"),
    ("rate(A, 60) > 1", 9, "a duration is a number and one of ms, s, min, h, as in 60 s"),
    ("rate(A, 60 sec) > 1", 9, "a duration is a number and one of ms, s, min, h, as in 60 s"),
    ("rate(A, B s) > 1", 9, "a duration is a number and one of ms, s, min, h, as in 60 s"),
    ("rate(A, 5 's') > 1", 9, "a duration is a number and one of ms, s, min, h, as in 60 s"),
    ("rate(A, 1.5 ms) > 1", 9, "a duration is a whole number of milliseconds, from 1 ms to 720 h"),
    ("rate(A, 2592000001 ms) > 1", 9, "a duration is a whole number of milliseconds, from 1 ms to 720 h"),
    ("rate(A, 0 s) > 1", 9, "a duration is a whole number of milliseconds, from 1 ms to 720 h"),
    ("rate(A, 0.5 ms) > 1", 9, "a duration is a whole number of milliseconds, from 1 ms to 720 h"),
    ("rate(A, 721 h) > 1", 9, "a duration is a whole number of milliseconds, from 1 ms to 720 h"),
    ("stuck(A, -1)", 10, "the tolerance is a plain number of 0 or more, as in stuck(TAG, 0.5), found '-'"),
    ("stuck(A, B)", 10, "the tolerance is a plain number of 0 or more, as in stuck(TAG, 0.5), found 'B'"),
    ("bad(A > 1)", 7, "expected ')' to end bad(TAG), found '>'"),
    ("bad()", 5, "bad() takes a name, written bad(TAG), found ')'"),
    ("active(", 8, "active() takes a name, written active(ALARM), found the end"),
]


@pytest.mark.parametrize(("text", "normal"), NORMAL)
def test_the_normal_form(text, normal):
    node = parse(text)
    assert text_of(node) == normal
    assert parse(normal) == node


@pytest.mark.parametrize(("text", "column", "message"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_what_is_refused_and_how(text, column, message):
    with pytest.raises(ExpressionError) as refusal:
        parse(text)
    assert (refusal.value.column, refusal.value.message) == (column, message)


def test_operators_bind_as_written_down():
    one = Number(1.0)
    assert parse("A > 1 or B > 1 and not C + A * B > 1") == Junction(
        "or",
        (
            Comparison(">", A, one),
            Junction(
                "and",
                (
                    Comparison(">", B, one),
                    Not(Comparison(">", Arithmetic("+", C, Arithmetic("*", A, B)), one)),
                ),
            ),
        ),
    )
    assert parse("A - B - C") == Arithmetic("-", Arithmetic("-", A, B), C)
    assert parse("A / B * C") == Arithmetic("*", Arithmetic("/", A, B), C)
    assert parse("abs(A)") == Absolute(A) and parse("max(A, B)") == Extreme("max", (A, B))
    assert parse("-5") == Number(-5.0) and parse("-A") == Negation(A)
    assert parse("A = 'x' and B != 'y'") == Junction("and", (StateIs("A", "x"), StateIs("B", "y", True)))


def test_nodes_know_their_columns():
    text = (
        " A > 1 and rate(B, 1 s) > 'C D' and B = 'on' and bad(C) and active(X) and stuck(A, 1) and not bad(A)"
        " and -B + C > 1 and (A > 2 or B > 2) and abs(A) > min(A, B) and if(bad(B), A, B) > 2"
        " and at_least(1, bad(B)) and -(A) > -3"
    )
    for part in walk(parse(text)):
        begin = text[part.column - 1 :]
        match part:
            case Number(value):
                assert begin.startswith(f"{value:g}")
            case TagNode(tag):
                assert begin.removeprefix("'").startswith(tag)
            case Comparison() | Arithmetic():
                assert part.column == part.left.column
            case Junction():
                assert part.column == part.operands[0].column
            case StateIs(tag):
                assert begin.startswith(f"{tag} = ")
            case Not():
                assert begin.startswith("not ")
            case Negation():
                assert begin.startswith("-")
            case _:
                assert begin.startswith(text_of(part)[: text_of(part).index("(") + 1])


@pytest.mark.parametrize(
    ("opened", "closed"), [("(", ")"), ("-", ""), ("abs(", ")"), ("if(A > 1, 2, ", ")"), ("not ", " > 1")]
)
def test_nesting_has_a_limit(opened, closed):
    def text(depth):
        inner = "A" if closed != " > 1" else "A > 1"
        return opened * depth + inner + (closed * depth if closed != " > 1" else "")

    parse(text(DEPTH_MAX - 1))
    for depth in (DEPTH_MAX, 140):
        with pytest.raises(ExpressionError, match=f"nested deeper than {DEPTH_MAX} levels"):
            parse(text(depth))


def test_the_number_of_parts_has_a_limit():
    text = "-" + "+".join(["A"] * (PARTS_MAX // 2))
    assert sum(1 for _ in walk(parse(text))) == PARTS_MAX
    with pytest.raises(ExpressionError) as refusal:
        parse(f"-({text})")
    assert (
        refusal.value.message == f"the expression has {PARTS_MAX + 1} parts, at most {PARTS_MAX} are allowed"
    )
    assert refusal.value.column == 1


FRAGMENTS = [
    *(
        "A",
        "B-1",
        "and",
        "or",
        "not",
        "(",
        ")",
        ",",
        "<",
        ">=",
        "=",
        "!=",
        "+",
        "-",
        "*",
        "/",
        "1",
        "2.5",
        "1e9",
    ),
    *(
        "abs(",
        "min(",
        "max(",
        "if(",
        "at_least(",
        "rate(",
        "stuck(",
        "bad(",
        "active(",
        "60 s",
        "'x'",
        '"',
        "'",
    ),
    *(" ", "\t", "\n", ".", "%", "é", "٣", "²", "\x00", "\ud800", "__class__", "A.__dict__", "{}", "lambda"),
]


def parses_or_is_refused(text):
    """True when it parses; whatever is not an ExpressionError goes up."""
    try:
        node = parse(text)
    except ExpressionError as refusal:
        assert 1 <= refusal.column <= len(text) + 1
        assert "\n" not in refusal.message and refusal.message.strip() == refusal.message != ""
        return False
    assert parse(text_of(node)) == node
    return True


@given(st.text(st.characters(), max_size=60))
def test_no_text_whatever_does_anything_but_parse_or_be_refused(text):
    parses_or_is_refused(text)


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_nor_does_any_mixture_of_its_own_words(text):
    parses_or_is_refused(text)


@settings(max_examples=300)
@given(node=nodes(4), data=st.data())
def test_nor_a_good_text_with_a_piece_lost_or_put_in(node, data):
    text = text_of(node)
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(len(text), begin + 3)))
    parses_or_is_refused(text[:begin] + data.draw(st.sampled_from(["", *FRAGMENTS])) + text[end:])
