"""The planner against trying every cut."""

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.wire.profile.kinds import Space
from mingtang_desk.wire.profile.plan import OVERHEAD, Block, plan
from mingtang_desk.wire.profile.rows import Place

REGISTERS = st.lists(
    st.builds(
        Place,
        space=st.just(Space.HOLDING),
        address=st.integers(0, 120),
        count=st.integers(1, 4),
    ),
    min_size=1,
    max_size=7,
)


def cost(blocks: tuple[Block, ...]) -> int:
    return sum(block.wire_bytes for block in blocks)


def runs_of(places: list[Place]) -> list[tuple[int, int]]:
    """Registers that belong together, from the places alone."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted({(p.address, p.end) for p in places}):
        if runs and start < runs[-1][1]:
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((start, end))
    return runs


def cheapest(places: list[Place], limit: int, gap: int) -> int:
    """The least cost of all cuts, by trying each of them."""
    runs = runs_of(places)
    costs = []
    for cuts in product((False, True), repeat=len(runs) - 1):
        blocks: list[list[tuple[int, int]]] = [[runs[0]]]
        for cut, run in zip(cuts, runs[1:], strict=True):
            if cut:
                blocks.append([run])
            else:
                blocks[-1].append(run)
        fits = all(b[-1][1] - b[0][0] <= max(limit, b[0][1] - b[0][0]) for b in blocks)
        close = all(y[0] - x[1] <= gap for b in blocks for x, y in pairwise(b))
        if fits and close:
            costs.append(sum(OVERHEAD + 2 * (b[-1][1] - b[0][0]) for b in blocks))
    return min(costs)


@given(places=REGISTERS, limit=st.integers(8, 125), gap=st.integers(0, 40))
def test_no_cut_is_cheaper_and_everything_is_read(
    places: list[Place], limit: int, gap: int
) -> None:
    blocks = plan(places, max_registers=limit, max_coils=2000, max_gap=gap)
    assert all(any(block.holds(place) for block in blocks) for place in places)
    assert all(block.size <= limit or len(runs_of(places)) for block in blocks)
    assert cost(blocks) == cheapest(places, limit, gap)
    for one, other in pairwise(blocks):
        assert one.end <= other.start


def test_a_gap_is_read_along_only_while_it_is_cheaper() -> None:
    def blocks(gap: int) -> int:
        places = [Place(space=Space.HOLDING, address=a) for a in (0, 1 + gap)]
        return len(plan(places, max_registers=125, max_coils=2000, max_gap=124))

    assert blocks(OVERHEAD // 2 - 1) == 1
    assert blocks(OVERHEAD // 2 + 1) == 2


def test_tables_are_never_mixed_and_coils_count_in_bits() -> None:
    places = [Place(space=space, address=0, count=9) for space in Space]
    blocks = plan(places, max_registers=125, max_coils=2000, max_gap=8)
    assert [b.space for b in blocks] == [Space.COIL, Space.DISCRETE, Space.HOLDING, Space.INPUT]
    assert [b.payload_bytes for b in blocks] == [2, 2, 18, 18]


def test_coils_far_apart_are_read_along_and_nothing_gives_nothing() -> None:
    places = [Place(space=Space.COIL, address=a) for a in (0, 60)]
    assert len(plan(places, max_registers=125, max_coils=2000, max_gap=8)) == 1
    assert len(plan(places, max_registers=125, max_coils=32, max_gap=8)) == 2
    assert plan([], max_registers=125, max_coils=2000, max_gap=8) == ()
