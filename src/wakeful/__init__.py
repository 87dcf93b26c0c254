"""Wakeful: the alarm, evidence and authority server of a control room."""

from wakeful.kernel_cache import use_kernel_cache

__version__ = "0.1.0"

use_kernel_cache()
