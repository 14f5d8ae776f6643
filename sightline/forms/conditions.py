"""When a question is asked: a small expression on other answers, and nothing else that a program could do."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from simpleeval import EvalWithCompoundTypes, InvalidExpression

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Compare, ast.Eq, ast.NotEq, ast.In,
    ast.NotIn, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Name, ast.Load, ast.Constant, ast.Tuple, ast.List,
)  # fmt: skip


@lru_cache(maxsize=1024)
def _parsed(expression: str) -> tuple[ast.Expression, frozenset[str]]:
    tree = ast.parse(expression, mode="eval")
    return tree, frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def check(expression: str) -> None:
    """Refuse an expression that does anything but compare answers."""
    if not expression:
        return
    try:
        tree, _ = _parsed(expression)
    except SyntaxError as error:
        raise ValueError(f"The condition {expression!r} can't be read: {error.msg}.") from None
    strange = next((node for node in ast.walk(tree) if not isinstance(node, _ALLOWED)), None)
    if strange is not None:
        raise ValueError(f"The condition {expression!r} may only compare answers, not use {type(strange).__name__}.")


def names(expression: str) -> frozenset[str]:
    """The questions that a condition hangs on."""
    return _parsed(expression)[1] if expression else frozenset()


def holds(expression: str, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds, given the answers so far. What hasn't been answered is None."""
    if not expression:
        return True
    tree, asked = _parsed(expression)
    values = {name: answers.get(name) for name in asked}
    evaluator = EvalWithCompoundTypes(names=values, functions={})
    try:
        return bool(evaluator.eval(expression, previously_parsed=tree.body))
    except (InvalidExpression, TypeError):
        return False  # a number compared with nothing: not answered yet
