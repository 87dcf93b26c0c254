"""The error tree is the one drawn in its module."""

from wakeful.terms import errors


def test_every_error_is_drawn_and_stands_under_the_base():
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert len(classes) > 5
    for each in classes:
        assert issubclass(each, errors.WakefulError)
        assert each.__name__ in (errors.__doc__ or "")
