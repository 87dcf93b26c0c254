"""Which tags fall silent, looked at one by one."""

from wakeful.terms.quality import Quality


def find_silent(times_ns, quality, age_limits_ns, started_ns, before_ns):
    """Silent tags in index order, and the earliest limit among the others (None when there is none)."""
    silent, others = [], []
    for tag, code in enumerate(quality):
        if code in (Quality.BAD_NO_COMMUNICATION, Quality.BAD_NOT_CONNECTED):
            continue
        limit_ns = max(times_ns[tag], started_ns) + age_limits_ns[tag]
        (silent if limit_ns < before_ns else others).append((tag, limit_ns))
    return [tag for tag, _ in silent], min((limit_ns for _, limit_ns in others), default=None)
