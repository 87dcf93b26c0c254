"""The part of Numba the kernels use, with types: a decorated function keeps its own signature."""

from collections.abc import Callable
from typing import Any, TypeVar, overload

_Function = TypeVar("_Function", bound=Callable[..., Any])

@overload
def njit(function: _Function, /) -> _Function: ...
@overload
def njit(
    signature: Any = ...,
    /,
    *,
    cache: bool = ...,
    fastmath: bool | set[str] = ...,
    parallel: bool = ...,
    nogil: bool = ...,
    boundscheck: bool = ...,
    error_model: str = ...,
    inline: str = ...,
    locals: dict[str, Any] = ...,
    no_cpython_wrapper: bool = ...,
) -> Callable[[_Function], _Function]: ...

prange = range

def get_num_threads() -> int: ...
def set_num_threads(n: int) -> None: ...
def __getattr__(name: str) -> Any: ...
