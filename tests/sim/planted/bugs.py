#!/usr/bin/env python3
"""Bugs to be planted, each a change of a few words in one source of the gateway. The simulation must find every one of
them (checker_test.py), else it proves nothing. A planted source is compiled into a jembatan-sim-BUG of its own.

    bugs.py BUG OUT         writes the source with that bug
    bugs.py --list          BUG and its source, one a line
"""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]

# Name -> what is wrong, the source, and pairs of what stands there and what is to stand there instead.
BUGS = {
    'journal-answers-before-commit': (
        'the sender has a receipt before the commit that holds the body',
        'gateway/journal/writer.cpp',
        [('  if (auto stored = store(*target, batch, now); stored.has_error()) {\n', '''\
  auto given = last_;
  for (auto& w : batch.bodies)
    std::exchange(w.done, [](const result<receipt>&) {})(receipt{around_.who.node, around_.who.epoch, ++given});
  if (auto stored = store(*target, batch, now); stored.has_error()) {
''')]),
    'segment-made-anew-under-its-number': (
        'a segment whose registration failed is removed, although a power cut may show it as registered',
        'gateway/journal/rotation.cpp',
        [('  if (!made_) {\n', '  {\n    made_.reset();\n')]),
    'cursor-before-append': (
        'the pump moves the cursor and then appends',
        'gateway/pump/pump.cpp',
        [('  JB_FAILPOINT("pump.before_append");\n',
          '  JB_CHECK(journal_.advance(what.through, what.published));\n'),
         ('  JB_CHECK(journal_.advance(appended_only_->through, appended_only_->published));\n', '')]),
    'position-apart-from-facts': (
        'ingest moves its position in a transaction of its own',
        'gateway/ledger/ingest.cpp',
        [('    return store(t, batch);\n',
          '    dialect::commit(t.session);\n    dialect::begin(t.session);\n    return store(t, batch);\n')]),
    'marks-apart-from-facts': (
        'what facts make dirty is marked in a transaction of its own',
        'gateway/ledger/ingestion.cpp',
        [('  for (const auto key : dirty) t.marks.party(key);\n', '''\
  dialect::commit(t.session);
  dialect::begin(t.session);
  for (const auto key : dirty) t.marks.party(key);
''')]),
    'claim-apart-from-evaluation': (
        'evaluate takes marks away before the transaction that does what they ask for',
        'gateway/ledger/evaluate.cpp',
        [('  evaluation e(t, *core_.registers, rules, core_.random, now);\n', '''\
  dialect::commit(t.session);
  dialect::begin(t.session);
  evaluation e(t, *core_.registers, rules, core_.random, now);
''')]),
    'redelivery-counted': (
        'what the event log shows once more after a crash counts once more',
        'gateway/ledger/raw_events.cpp',
        [('    if (!insert(a, p, c)) return false;\n', '    static_cast<void>(insert(a, p, c));\n')]),
    'commit-without-sync': (
        'journal and event log do not sync their commits',
        'gateway/sqlite/database.cpp',
        [('PRAGMA synchronous=FULL', 'PRAGMA synchronous=NORMAL')]),
    'start-without-sync': (
        'the ledger goes by what a killed process wrote and did not sync',
        'gateway/ledger/dialect/sqlite.cpp',
        [('    session << "PRAGMA wal_checkpoint(PASSIVE)";\n', '    static_cast<void>(session);\n')]),
    'create-without-read-back': (
        'a row is made at the target without a look at what stands there',
        'adapters/ekinerja/adapter.cpp',
        [('  if (found.what == answer::kind::empty) return standing{person, {}};\n',
          '  if (known_id.empty() || found.what == answer::kind::empty) return standing{person, {}};\n')]),
    'settled-for-a-revision-that-moved-on': (
        'a delivery is done although another revision is wanted meanwhile',
        'gateway/ledger/desk.cpp',
        [('  } else if (d.wanted_revision != s.lease_revision) {\n', '  } else if (d.wanted_revision < 0) {\n')]),
    'timer-lost-with-the-process': (
        'a training is noted as final before its people are marked',
        'gateway/ledger/timers.cpp',
        [('    t.registers.store_term(id, when);\n    const auto rules = registers.trainings.find(id);\n', '''\
    t.registers.store_term(id, when);
    dialect::commit(t.session);
    dialect::begin(t.session);
    const auto rules = registers.trainings.find(id);
''')]),
}


def planted(name):
    _, source, changes = BUGS[name]
    text = (ROOT / source).read_text()
    for there, instead in changes:
        if text.count(there) != 1:
            sys.exit(f'{__file__}: {name}: stands {text.count(there)} times in {source}, not once:\n{there}')
        text = text.replace(there, instead)
    return f'#line 1 "{ROOT / source}"\n{text}'


if __name__ == '__main__':
    if sys.argv[1:] == ['--list']:
        for bug, (_, path, _) in BUGS.items():
            print(bug, path)
    elif len(sys.argv) == 3:
        pathlib.Path(sys.argv[2]).write_text(planted(sys.argv[1]))
    else:
        sys.exit(__doc__)
