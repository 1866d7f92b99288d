"""The world as compiled code holds it: one address, however many tables there are.

Numba hands a named tuple of arrays over field by field, several hundred numbers at every call, and
every function has to be compiled with all of them. Here a function gets the address of the tuple
and loads what it needs; `placed.py` lays the tuple there, once for many calls from Python. The
arrays themselves stay where they are while the kernel runs, so that
their addresses are loaded once (`invariant.load`); and two columns never share memory, so that
writing to one leaves in registers what was read of another (`tbaa`).

A table reads as in numba, with two differences: rows are not counted from the end by negative
numbers, and there are no slices. `NUMBA_BOUNDSCHECK=1` has every index checked.
"""

import hashlib
import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    type_callable,
    unbox,
)

from .lines import LINE

__all__ = ["WorldAt", "fetch", "fetch_line", "lay"]


class _Address(types.Type):
    """Address of something whose type has a long name."""

    @property
    def mangling_args(self) -> tuple[str, tuple[()]]:
        """A short name for the symbols of compiled functions: a digest of the whole one."""
        digest = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        return f"{type(self).__name__}_{digest}", ()


class WorldAt(_Address):
    """Address of a named tuple.

    Parameters
    ----------
    fields : types.BaseNamedTuple
    """

    def __init__(self, fields: Any) -> None:
        self.fields = fields
        super().__init__(name=f"WorldAt({fields})")


class RulesAt(_Address):
    """Address of a named tuple of numbers."""

    def __init__(self, fields: Any) -> None:
        self.fields = fields
        super().__init__(name=f"RulesAt({fields})")


class TableAt(_Address):
    """Address of where a contiguous array is described.

    Parameters
    ----------
    label : str
        Its name in the world.
    array : types.Array
    """

    def __init__(self, label: str, array: Any) -> None:
        if array.layout != "C":
            raise TypeError(f"{label} is to be a contiguous array, not {array}")
        self.label = label
        self.array = array
        self.item = array.dtype
        self.offset = 0
        super().__init__(name=f"TableAt({label}, {array})")


class ColumnAt(_Address):
    """The same, of which only one column is meant."""

    def __init__(self, table: TableAt, column: str) -> None:
        self.label = f"{table.label}.{column}"
        self.array = table.array
        self.item = table.array.dtype.typeof(column)
        self.offset = table.array.dtype.offset(column)
        super().__init__(name=f"ColumnAt({table.name}, {column})")


class _AddressModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.IntType(8).as_pointer())


for _kind in (WorldAt, RulesAt, TableAt, ColumnAt):
    register_model(_kind)(_AddressModel)


def _lay(typing, world, place):
    """Lay a world into a place, an array of bytes; how many it takes.

    If it does not fit, nothing is written. What is loaded from it is taken to have always been
    there, so that the function it is handed to must not be the one that lays it.
    """

    def store(context, builder, signature, arguments):
        world, place = arguments
        size = context.get_value_type(types.intp)(context.get_abi_sizeof(world.type))
        array = context.make_array(signature.args[1])(context, builder, place)
        fits = builder.icmp_signed(">=", array.nitems, size)
        with builder.if_then(fits):
            builder.store(world, builder.bitcast(array.data, world.type.as_pointer()))
        return size

    return types.intp(world, place), store


lay: Any = intrinsic(_lay)


@unbox(WorldAt)
def _of_python(typ, given, c):
    """Address that an object names as its own; see `placed.Placed`."""
    address = c.pyapi.object_getattr_string(given, "address")
    found = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(found, is_error=c.pyapi.c_api_error())


# -- what may be read of what ---------------------------------------------------------------------


@infer_getattr
class _WorldAttributes(AttributeTemplate):
    key = WorldAt

    def generic_resolve(self, world, name):  # type: ignore[override]
        if name in world.fields.fields:
            field = world.fields.types[world.fields.fields.index(name)]
            return TableAt(name, field) if isinstance(field, types.Array) else RulesAt(field)
        return None


@infer_getattr
class _RulesAttributes(AttributeTemplate):
    key = RulesAt

    def generic_resolve(self, rules, name):  # type: ignore[override]
        if name in rules.fields.fields:
            return rules.fields.types[rules.fields.fields.index(name)]
        return None


@infer_getattr
class _TableAttributes(AttributeTemplate):
    key = TableAt

    def generic_resolve(self, table, name):  # type: ignore[override]
        if name == "shape":
            return types.UniTuple(types.intp, table.array.ndim)
        if isinstance(table.item, types.Record) and name in table.item.fields:
            return ColumnAt(table, name)
        return None


@type_callable(operator.getitem)
def _type_of_item(context):
    def item(table, index):
        return table.item if _fits(table, index) else None

    return item


@type_callable(operator.setitem)
def _type_of_writing(context):
    def item(table, index, value):
        return types.none if _fits(table, index) else None

    return item


def _fits(table: Any, index: Any) -> bool:
    if not isinstance(table, TableAt | ColumnAt):
        return False
    places = _places(index)
    whole = all(isinstance(place, types.Integer | types.Boolean) for place in places)
    return whole and len(places) == table.array.ndim


def _places(index: Any) -> tuple[Any, ...]:
    return tuple(index) if isinstance(index, types.UniTuple | types.Tuple) else (index,)


# -- how it is read -------------------------------------------------------------------------------


@lower_getattr_generic(WorldAt)
def _lower_world(context, builder, world, address, name):
    return builder.bitcast(
        _field(context, builder, world.fields, address, name), ir.IntType(8).as_pointer()
    )


@lower_getattr_generic(RulesAt)
def _lower_rules(context, builder, rules, address, name):
    return _unchanging(builder, _field(context, builder, rules.fields, address, name))


@lower_getattr_generic(TableAt)
def _lower_table(context, builder, table, address, name):
    if name != "shape":
        return address
    lengths = [_length(context, builder, table, address, n) for n in range(table.array.ndim)]
    return context.make_tuple(builder, types.UniTuple(types.intp, len(lengths)), lengths)


def _lower_item(context, builder, signature, arguments):
    table, index = signature.args
    place = _place(context, builder, table, index, arguments)
    if isinstance(table.item, types.Record):
        return place
    loaded = builder.load(place)
    loaded.set_metadata("tbaa", _own_memory(builder.module, table.label))
    return context.data_model_manager[table.item].from_data(builder, loaded)


def _lower_writing(context, builder, signature, arguments):
    table, index, kind = signature.args
    value = context.cast(builder, arguments[2], kind, table.item)
    place = _place(context, builder, table, index, arguments)
    if isinstance(table.item, types.Record):
        cgutils.raw_memcpy(
            builder, place, value, context.get_value_type(types.intp)(table.item.size), 1
        )
    else:
        stored = builder.store(
            context.data_model_manager[table.item].as_data(builder, value), place
        )
        stored.set_metadata("tbaa", _own_memory(builder.module, table.label))
    return context.get_dummy_value()


for _kind in (TableAt, ColumnAt):
    lower_builtin(operator.getitem, _kind, types.Any)(_lower_item)
    lower_builtin(operator.setitem, _kind, types.Any, types.Any)(_lower_writing)


def _field(context, builder, fields, address, name):
    """Address of a field of a named tuple."""
    tuple_at = builder.bitcast(address, context.get_value_type(fields).as_pointer())
    return cgutils.gep_inbounds(builder, tuple_at, 0, fields.fields.index(name))


def _unchanging(builder, pointer):
    """What lies at the address for as long as the kernel runs."""
    loaded = builder.load(pointer)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def _described(context, builder, table, address, *path):
    """A part of the description of an array."""
    array = builder.bitcast(address, context.get_value_type(table.array).as_pointer())
    return _unchanging(builder, cgutils.gep_inbounds(builder, array, 0, *path))


def _length(context, builder, table, address, axis):
    place = context.data_model_manager[table.array].get_field_position("shape")
    return _described(context, builder, table, address, place, axis)


def _place(context, builder, table, index, arguments):
    """Address of an item of a table."""
    address, given = arguments[:2]
    kinds = _places(index)
    paired = isinstance(index, types.BaseTuple)
    values = cgutils.unpack_tuple(builder, given) if paired else [given]
    row = None
    for axis, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        place = context.cast(builder, value, kind, types.intp)
        if context.enable_boundscheck:
            length = _length(context, builder, table, address, axis)
            cgutils.do_boundscheck(context, builder, place, length, axis)
        if row is not None:
            length = _length(context, builder, table, address, axis)
            place = builder.add(builder.mul(row, length), place)
        row = place
    part = context.data_model_manager[table.array].get_field_position("data")
    first = _described(context, builder, table, address, part)
    size = context.get_abi_sizeof(context.get_data_type(table.array.dtype))
    if isinstance(table.array.dtype, types.Record):
        size = table.array.dtype.size
    intp = context.get_value_type(types.intp)
    offset = builder.add(builder.mul(row, intp(size)), intp(table.offset))
    item = cgutils.pointer_add(builder, first, offset)
    return builder.bitcast(item, context.get_data_type(table.item).as_pointer())


def _fetch(typing, table, row):
    """Have a row on its way from memory: a hint, which changes nothing."""
    size = table.array.dtype.size
    last = [size - 1] if size % LINE else []  # it may begin within a line
    return types.none(table, row), _hint([*range(0, size, LINE), *last])


def _fetch_line(typing, table, row):
    """The same of its first line alone."""
    return types.none(table, row), _hint([0])


def _hint(offsets):
    """Code that fetches what lies so many bytes into a row."""

    def hint(context, builder, signature, arguments):
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        prefetch = builder.module.declare_intrinsic(
            "llvm.prefetch", [byte], ir.FunctionType(ir.VoidType(), [byte, *[number] * 3])
        )
        first = _place(context, builder, signature.args[0], signature.args[1], arguments)
        first = builder.bitcast(first, byte)
        for offset in offsets:
            place = cgutils.pointer_add(builder, first, offset)
            builder.call(prefetch, [place, number(1), number(3), number(1)])
        return context.get_dummy_value()

    return hint


fetch: Any = intrinsic(_fetch)
fetch_line: Any = intrinsic(_fetch_line)


def _own_memory(module, label):
    """Mark of what can only be changed by writing to the same column."""
    root = module.add_metadata(["columns"])
    column = module.add_metadata([label, root, ir.IntType(64)(0)])
    return module.add_metadata([column, column, ir.IntType(64)(0)])
