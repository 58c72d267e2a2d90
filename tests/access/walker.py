"""A screen reader's side, run by the system's Python: what comes over the accessibility bus.

Reads lists in JSON from standard input, a command and what it needs; answers a line for each.
"""

import json
import random
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = (
    "object:text-caret-moved", "object:text-selection-changed", "object:announcement",
    "object:property-change", "object:state-changed", "object:children-changed",
    "object:text-changed", "object:text-attributes-changed", "object:visible-data-changed",
    "object:selection-changed", "object:active-descendant-changed", "object:model-changed",
)  # fmt: skip


def application():
    for _ in range(100):
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            found = desktop.get_child_at_index(number)
            if found is not None and found.get_name() == "Pullquote":
                return found
        time.sleep(0.1)
    raise SystemExit("the program is not on the accessibility bus")


def children(thing):
    for number in range(thing.get_child_count()):
        child = thing.get_child_at_index(number)
        if child is not None:
            yield child


def tree(thing=None, depth=0):
    """Role, name, description, states and interfaces of everything, outer things first."""
    thing = thing or application()
    states = [state.value_nick for state in thing.get_state_set().get_states()]
    found = [[depth, thing.get_role_name(), thing.get_name(), thing.get_description(), states]]
    for child in children(thing):
        found += tree(child, depth + 1)
    return found


def shown(thing, role, name):
    """The one in sight: each room with a text has one of the same name."""
    in_sight = thing.get_state_set().contains(Atspi.StateType.SHOWING)
    if in_sight and thing.get_role_name() == role and thing.get_name() == name:
        return thing
    for child in children(thing):
        found = shown(child, role, name)
        if found is not None:
            return found
    return None


class Walker:
    def __init__(self):
        self.heard = []
        self.reader = None
        self.listener = Atspi.EventListener.new(self.hear)

    def hear(self, event):
        source = event.source
        data = event.any_data if isinstance(event.any_data, (str, int)) else ""
        self.heard.append([event.type, source.get_role_name(), source.get_name(), data])

    def tree(self):
        return tree()

    def text(self):
        """The text interface of the document: it is asked by the commands below."""
        self.reader = shown(application(), "text", "Document text")
        return Atspi.Text.get_character_count(self.reader)

    def words(self, start, end):
        return Atspi.Text.get_text(self.reader, start, end)

    def caret(self):
        return Atspi.Text.get_caret_offset(self.reader)

    def set_caret(self, offset):
        return Atspi.Text.set_caret_offset(self.reader, offset)

    def select(self, start, end):
        if Atspi.Text.get_n_selections(self.reader):
            return Atspi.Text.set_selection(self.reader, 0, start, end)
        return Atspi.Text.add_selection(self.reader, start, end)

    def selection(self):
        if not Atspi.Text.get_n_selections(self.reader):
            return None
        found = Atspi.Text.get_selection(self.reader, 0)
        return [found.start_offset, found.end_offset]

    def unselect(self):
        return Atspi.Text.remove_selection(self.reader, 0)

    def runs(self):
        """Start, end and attributes of each stretch of text that has some."""
        count = Atspi.Text.get_character_count(self.reader)
        found, at = [], 0
        while at < count:
            attributes, start, end = Atspi.Text.get_attribute_run(self.reader, at, True)
            if attributes:
                found.append([start, end, dict(attributes)])
            if end <= at:
                raise SystemExit(f"a stretch of attributes at {at} ends at {end}")
            at = end
        return found

    def extents(self, offset):
        found = Atspi.Text.get_character_extents(self.reader, offset, Atspi.CoordType.SCREEN)
        return [found.x, found.y, found.width, found.height]

    def random_calls(self, count, seed):
        """Any question with any numbers; what is answered with an error is counted."""
        chance = random.Random(seed)
        length = Atspi.Text.get_character_count(self.reader)
        text, reader = Atspi.Text, self.reader
        units = list(Atspi.TextBoundaryType.__enum_values__.values())

        def number():
            return chance.choice([-1, 0, length, length + 1, 2**31 - 1, chance.randrange(length)])

        def place():
            return chance.randrange(-50, 1500)

        calls = (
            lambda: text.get_text(reader, number(), number()),
            lambda: text.get_character_at_offset(reader, number()),
            lambda: text.get_text_at_offset(reader, number(), chance.choice(units)),
            lambda: text.get_text_before_offset(reader, number(), chance.choice(units)),
            lambda: text.get_text_after_offset(reader, number(), chance.choice(units)),
            lambda: text.get_character_extents(reader, number(), Atspi.CoordType.SCREEN),
            # Qt itself goes from place to place: no further than there is text.
            lambda: text.get_range_extents(
                reader, chance.randrange(length), chance.randrange(length), Atspi.CoordType.WINDOW
            ),
            lambda: text.get_offset_at_point(reader, place(), place(), Atspi.CoordType.SCREEN),
            lambda: text.set_caret_offset(reader, number()),
            lambda: text.add_selection(reader, number(), number()),
            lambda: text.set_selection(reader, chance.randrange(-1, 3), number(), number()),
            lambda: text.remove_selection(reader, chance.randrange(-1, 3)),
            lambda: text.get_selection(reader, chance.randrange(-1, 3)),
            lambda: text.get_n_selections(reader),
            lambda: text.get_attribute_run(reader, number(), chance.random() < 0.5),
            lambda: text.get_text_attributes(reader, number()),
            lambda: text.get_caret_offset(reader),
            lambda: text.scroll_substring_to(reader, number(), number(), Atspi.ScrollType.ANYWHERE),
        )
        errors = 0
        for _ in range(count):
            try:
                chance.choice(calls)()
            except GLib.Error as error:
                errors += 1
                if "no longer exists" in str(error):
                    raise
        return errors

    def listen(self):
        for event in EVENTS:
            self.listener.register(event)
        self.heard.clear()
        return True

    def events(self, seconds):
        """What was heard since the last question, after waiting that long."""
        context = GLib.MainContext.default()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not context.iteration(False):
                time.sleep(0.01)
        found, self.heard[:] = list(self.heard), []
        return found


def main():
    walker = Walker()
    for line in sys.stdin:
        name, *given = json.loads(line)
        print(json.dumps(getattr(walker, name)(*given)), flush=True)


if __name__ == "__main__":
    main()
