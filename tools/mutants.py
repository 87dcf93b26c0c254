"""Small deliberate mistakes in a Python source, one at a time: what a test suite must notice.

A mutant is the whole source with one place changed: a guard dropped or inverted, an operand left out, a
transition led elsewhere, a refusal made silent, a constant moved by one, a statement forgotten. Texts that
only people read, annotations and the keys of tables are left alone: a table with a wrong key cannot be
imported, so such mutants would only make the score look better.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Change = tuple[ast.expr | ast.stmt, str, str]
"""What is replaced, the new text, and the change in words."""

NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}
AT_THE_LIMIT: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
OTHER_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
MEMBERS_MAX = 7
"""Of an enum with more members only the next one is tried in place of another."""
ENTRIES = ("Move", "Ignored", "Refused")


@dataclass(frozen=True)
class Mutant:
    """One mistake: where it is, in words, and the source that has it."""

    file: str
    line: int
    place: str
    """The function, or ``module``."""
    change: str
    source: str

    @property
    def name(self) -> str:
        """What stays the same when lines move."""
        return f"{self.file} {self.place}: {self.change}"


def enum_members(sources: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names of the members of every enum that these sources define, by the enum's name."""
    found = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
                found[node.name] = tuple(
                    target.id
                    for statement in node.body
                    if isinstance(statement, ast.Assign)
                    for target in statement.targets
                    if isinstance(target, ast.Name)
                )
    return found


def mutants_of(file: str, source: str, enums: Mapping[str, Sequence[str]]) -> list[Mutant]:
    """Every mutant of one source, in the order of its lines; equal changes in one function are numbered."""
    tree = ast.parse(source)
    places = _places(tree)
    finder = _Finder(tree, enums)
    seen: Counter[str] = Counter()
    found = []
    for node, text, change in finder.changes():
        place = places.get(node, "module")
        words = " ".join(change.split())
        seen[place + words] += 1
        if seen[place + words] > 1:
            words += f" ({seen[place + words]})"
        found.append(Mutant(file, node.lineno, place, words, _replaced(source, node, text)))
    return found


def _places(tree: ast.Module) -> dict[ast.AST, str]:
    """The function or class each node stands in."""
    places: dict[ast.AST, str] = {}

    def visit(node: ast.AST, place: str) -> None:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else place
            places[child] = inside
            visit(child, inside)

    visit(tree, "module")
    return places


def _replaced(source: str, node: ast.expr | ast.stmt, text: str) -> str:
    """The source with the text of one node exchanged."""
    lines = source.encode().splitlines(keepends=True)
    assert node.end_lineno is not None and node.end_col_offset is not None
    begin = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    data = b"".join(lines)
    return (data[:begin] + text.encode() + data[end:]).decode()


class _Finder:
    """Walks one module and yields its changes."""

    def __init__(self, tree: ast.Module, enums: Mapping[str, Sequence[str]]) -> None:
        self.tree = tree
        self.enums = {**enums, **_aliases(tree, enums)}
        self.imported = {
            alias.asname or alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        self.keeps_type = _functions_that_keep_their_type(tree)
        self.outcomes = _functions_that_return(tree, "Outcome")
        self.tests = {
            node.test for node in ast.walk(tree) if isinstance(node, ast.If | ast.While | ast.IfExp)
        }
        """Conditions as a whole: they are inverted as such, and not once more by their operator."""

    def changes(self) -> Iterator[Change]:
        """Every change of the module, in the order of its lines."""
        found = [change for node in self._nodes(self.tree) for change in self._of(node)]
        return iter(sorted(found, key=lambda change: (change[0].lineno, change[0].col_offset)))

    def _nodes(self, node: ast.AST) -> Iterator[ast.AST]:
        """All nodes but annotations, base classes, texts of documentation and the keys of tables."""
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "bases"):
                continue
            children = value if isinstance(value, list) else [value]
            for child in children:
                if not isinstance(child, ast.AST) or _says_nothing(child):
                    continue
                if isinstance(child, ast.Tuple) and _is_table_row(child):
                    yield from self._of_row(child)
                    continue
                yield child
                yield from self._nodes(child)

    def _of_row(self, row: ast.Tuple) -> Iterator[ast.AST]:
        entry = row.elts[2]
        entry.states = ast.unparse(row.elts[0]).partition(".")[0]  # type: ignore[attr-defined]
        yield entry
        if ast.unparse(entry).startswith("Refused"):
            yield from self._nodes(entry)

    def _of(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.If() | ast.While() | ast.IfExp():
                yield from _condition(node.test)
            case ast.comprehension():
                for test in node.ifs:
                    yield from _condition(test)
            case ast.BoolOp():
                yield from _operands(node)
            case ast.UnaryOp(op=ast.Not() | ast.USub()) if node not in self.tests:
                yield node, f"({ast.unparse(node.operand)})", f"`{_words(node)}` without its sign"
            case ast.Compare():
                yield from _comparison(
                    node, (AT_THE_LIMIT,) if node in self.tests else (NEGATED, AT_THE_LIMIT)
                )
            case ast.BinOp():
                yield from _operator(node)
            case ast.Constant():
                yield from _constant(node)
            case ast.Attribute():
                yield from self._member(node)
            case ast.Call():
                yield from self._call(node)
            case (
                ast.Assign(targets=[ast.Name()], value=ast.Tuple() as value)
                | ast.AnnAssign(value=ast.Tuple() as value)
            ):
                yield from _order(value)
        if isinstance(node, ast.stmt):
            yield from self._statement(node)

    def _member(self, node: ast.Attribute) -> Iterator[Change]:
        owner = ast.unparse(node.value)
        members = self.enums.get(owner, ())
        if node.attr not in members or isinstance(node.ctx, ast.Store):
            return
        others = [member for member in members if member != node.attr]
        if len(members) > MEMBERS_MAX:
            others = [members[(members.index(node.attr) + 1) % len(members)]]
        for other in others:
            yield node, f"{owner}.{other}", f"`{_words(node)}` becomes `{other}`"

    def _call(self, node: ast.Call) -> Iterator[Change]:
        name = ast.unparse(node.func)
        if name in ENTRIES:
            yield from self._entry(node, name)
            return
        if name in self.keeps_type and node.args:
            yield node, ast.unparse(node.args[0]), f"`{_words(node)}` without `{name}`"
        if name in self.outcomes and node.args:
            yield node, f"Outcome({ast.unparse(node.args[0])})", f"`{_words(node)}` moves nothing"
        for keyword in node.keywords:
            rest = [each for each in node.keywords if each is not keyword]
            shorter = ast.Call(node.func, node.args, rest)
            yield node, ast.unparse(shorter), f"`{_words(node)}` without `{keyword.arg}`"

    def _entry(self, node: ast.Call, name: str) -> Iterator[Change]:
        """Another answer of a table, of each kind that the module knows."""
        states = getattr(node, "states", None)
        if states is None:
            return
        now = ast.unparse(node.args[0]).rpartition(".")[2] if name == "Move" else name
        others = [f"Move({states}.{member})" for member in self.enums.get(states, ())]
        others += ["Ignored('')"] if "Ignored" in self.imported else []
        if "Refused" in self.imported:
            others.append("Refused('', Reason.DUPLICATE)")
        for other in others:
            goal = other.partition("(")[2].rstrip(")").rpartition(".")[2]
            if (goal if other.startswith("Move") else other.partition("(")[0]) != now:
                yield node, other, f"`{_words(node)}` becomes `{other}`"

    def _statement(self, node: ast.stmt) -> Iterator[Change]:
        match node:
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.AugAssign():
                yield node, "pass", f"`{_words(node)}` forgotten"
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _uses(value, name):
                yield node, "pass", f"`{_words(node)}` forgotten"
            case ast.Expr(value=ast.Call()) | ast.Break() | ast.Continue() | ast.Return(value=None):
                yield node, "pass", f"`{_words(node)}` forgotten"


def _aliases(tree: ast.Module, enums: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Short names of enums: ``_S, _E = ShelfState, ShelfEvent``."""
    found = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=True):
                    if ast.unparse(value) in enums:
                        found[ast.unparse(target)] = enums[ast.unparse(value)]
    return found


def _functions_that_keep_their_type(tree: ast.Module) -> frozenset[str]:
    """Functions of the module whose result is of the type of their first argument."""
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.returns and node.args.args
        and (first := node.args.args[0].annotation) is not None
        and ast.unparse(first) == ast.unparse(node.returns)
    )  # fmt: skip


def _functions_that_return(tree: ast.Module, kind: str) -> frozenset[str]:
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == kind
    )


def _condition(test: ast.expr) -> Iterator[Change]:
    if isinstance(test, ast.Constant):
        return
    words = _words(test)
    yield test, "False", f"`if {words}` never holds"
    yield test, "True", f"`if {words}` always holds"
    yield test, f"not ({ast.unparse(test)})", f"`if {words}` inverted"


def _operands(node: ast.BoolOp) -> Iterator[Change]:
    for operand in node.values:
        rest = [each for each in node.values if each is not operand]
        shorter = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield node, f"({ast.unparse(shorter)})", f"`{_words(node)}` without `{_words(operand)}`"
    other = ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    yield node, f"({ast.unparse(other)})", f"`{_words(node)}` becomes `{_words(other)}`"


def _comparison(
    node: ast.Compare, tables: Sequence[Mapping[type[ast.cmpop], type[ast.cmpop]]]
) -> Iterator[Change]:
    for position, operator in enumerate(node.ops):
        for table in tables:
            if type(operator) in table:
                operators = [*node.ops]
                operators[position] = table[type(operator)]()
                other = ast.Compare(node.left, operators, node.comparators)
                yield node, f"({ast.unparse(other)})", f"`{_words(node)}` becomes `{_words(other)}`"


def _operator(node: ast.BinOp) -> Iterator[Change]:
    if type(node.op) in OTHER_OPERATOR and not any(
        _is_type(side) or _is_text(side) for side in (node.left, node.right)
    ):
        other = ast.BinOp(node.left, OTHER_OPERATOR[type(node.op)](), node.right)
        yield node, f"({ast.unparse(other)})", f"`{_words(node)}` becomes `{_words(other)}`"


def _constant(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool(value):
            yield node, str(not value), f"`{value}` becomes `{not value}`"
        case int(value):
            for other in (value + 1, value - 1):
                yield node, f"({other})", f"`{value}` becomes `{other}`"


def _order(node: ast.Tuple) -> Iterator[Change]:
    """Neighbours of a tuple exchanged, where order is what it is for."""
    if not all(isinstance(element, ast.Name | ast.Tuple) for element in node.elts):
        return
    for position in range(len(node.elts) - 1):
        texts = [ast.unparse(element) for element in node.elts]
        texts[position : position + 2] = reversed(texts[position : position + 2])
        words = _words(node.elts[position])
        yield node, f"({', '.join(texts)})", f"`{words}` exchanged with the next"


def _is_table_row(node: ast.Tuple) -> bool:
    match node.elts:
        case [_, _, ast.Call(func=ast.Name(id=name))]:
            return name in ENTRIES
        case [ast.Attribute(), ast.Attribute(), ast.Name()]:
            return True
    return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_type(node: ast.expr) -> bool:
    """``A | B`` of two types is no sum."""
    base = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(base, ast.Name) and base.id[0].isupper() and not base.id.isupper()


def _says_nothing(node: ast.AST) -> bool:
    """Texts of documentation, and what only compilers and type checkers read."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id="njit" | "TypeVar")):
            return True
    return False


def _uses(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def _words(node: ast.AST) -> str:
    """The code of a node on one line, shortened for people."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else text[:67] + "..."
