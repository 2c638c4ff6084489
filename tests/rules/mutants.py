"""Mutants of a module: its source with one small thing changed, one by one.

A comparison is turned or loses its equality, a condition is dropped or always true or false, a sign,
a number, `min` and `max`, `any` and `all` are swapped, a finding is swallowed.
"""

import ast
import copy
import inspect
import sys
import types

TURNED = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


def mutants(module):
    """Yield pairs of a description and the mutated module, ready to be used."""
    tree = ast.parse(inspect.getsource(module))
    for number, (name, change) in enumerate(_changes(tree)):
        mutant = copy.deepcopy(tree)
        change(list(ast.walk(mutant)))
        ast.fix_missing_locations(mutant)
        made = types.ModuleType(f"{module.__name__}_mutant_{number}")
        made.__dict__["__file__"] = module.__file__
        sys.modules[made.__name__] = made  # slotted dataclasses look their module up while they are made
        try:
            exec(compile(mutant, f"{module.__name__}: {name}", "exec"), made.__dict__)
        finally:
            del sys.modules[made.__name__]
        yield name, made


def _changes(tree):
    """Yield pairs of a description and a function that makes the change in a copied tree, node by node number."""
    functions = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            functions |= dict.fromkeys(ast.walk(function), function.name)
    decorators = {
        inner for node in ast.walk(tree) for one in getattr(node, "decorator_list", ()) for inner in ast.walk(one)
    }
    for at, node in enumerate(ast.walk(tree)):
        if node in decorators:
            continue
        where = f"{functions.get(node, 'module')}:{getattr(node, 'lineno', '?')}"
        for what, change in _of_node(node):
            yield f"{where} {what}", lambda nodes, at=at, change=change: change(nodes[at])


def _of_node(node):
    for operator in OPERATORS:
        yield from operator(node)


def _comparisons(node):
    for n, op in enumerate(node.ops if isinstance(node, ast.Compare) else ()):
        for other in TURNED.get(type(op), ()):
            yield f"{type(op).__name__} -> {other.__name__}", _set_item("ops", n, other())


def _conditions(node):
    if isinstance(node, ast.BoolOp):
        yield "and/or", _set("op", TURNED[type(node.op)][0]())
        for n in range(len(node.values)):
            yield f"condition {n} dropped", _set_item("values", n, ast.Constant(isinstance(node.op, ast.And)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", _set("operand", ast.UnaryOp(ast.Not(), node.operand))


def _branches(node):
    if isinstance(node, ast.If | ast.IfExp):
        yield "if True", _set("test", ast.Constant(True))
        yield "if False", _set("test", ast.Constant(False))
    for n in range(len(node.ifs) if isinstance(node, ast.comprehension) else 0):
        yield f"filter {n} dropped", _set_item("ifs", n, ast.Constant(True))


def _arithmetic(node):
    if isinstance(node, ast.BinOp) and type(node.op) in TURNED:
        yield "sign", _set("op", TURNED[type(node.op)][0]())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SWAPPED:
        yield f"{node.func.id} -> {SWAPPED[node.func.id]}", _set("func", ast.Name(SWAPPED[node.func.id], ast.Load()))
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        changed = not node.value if node.value in (0, 1) else node.value + 1
        yield f"{node.value} -> {changed}", _set("value", changed)


def _findings(node):
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
        yield "finding swallowed", _set("value", ast.Constant(None))


OPERATORS = (_comparisons, _conditions, _branches, _arithmetic, _findings)


def _set(field, value):
    return lambda node: setattr(node, field, value)


def _set_item(field, number, value):
    return lambda node: getattr(node, field).__setitem__(number, value)
