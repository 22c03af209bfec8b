#!/usr/bin/env python3
"""Bugs to be planted, each a change of a few words in a source of the gateway, in force when JB_PLANTED names it. The
simulation must find every one of them (checker_test.py), else it proves nothing. The changed sources are compiled into
jembatan-sim-planted alone.

    bugs.py SOURCE OUT      writes the source with all its bugs
    bugs.py --sources       the sources, one a line
"""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
APART = 'dialect::commit(t.session); dialect::begin(t.session);'  # what follows is in a transaction of its own

# Name -> what is wrong, the source, and pairs of what stands there and what is to stand there instead, BUG being true
# while it is in force.
BUGS = {
    'journal-answers-before-commit': (
        'the sender has a receipt before the commit that holds the body',
        'gateway/journal/writer.cpp',
        [('  if (auto stored = store(*target, batch, now); stored.has_error()) {\n', '''\
  if (auto given = last_; BUG)
    for (auto& w : batch.bodies)
      std::exchange(w.done, [](const result<receipt>&) {})(receipt{around_.who.node, around_.who.epoch, ++given});
  if (auto stored = store(*target, batch, now); stored.has_error()) {
''')]),
    'segment-made-anew-under-its-number': (
        'a segment whose registration failed is removed, although a power cut may show it as registered',
        'gateway/journal/rotation.cpp',
        [('  if (!made_) {\n', '  if (BUG) made_.reset();\n  if (!made_) {\n')]),
    'cursor-before-append': (
        'the pump moves the cursor and then appends',
        'gateway/pump/pump.cpp',
        [('  JB_CHECK(journal_.advance(batch_->entries.back().sequence, batch_->published));\n',
          '  if (!BUG)\n'
          '    JB_CHECK(journal_.advance(batch_->entries.back().sequence, batch_->published));\n'),
         ('  JB_FAILPOINT("pump.before_append");\n',
          '  if (BUG && batch_->mapped())\n'
          '    JB_CHECK(journal_.advance(batch_->entries.back().sequence, batch_->published));\n')]),
    'position-apart-from-facts': (
        'ingest moves its position in a transaction of its own',
        'gateway/ledger/ingest.cpp',
        [('    return store(t, batch);\n', '    if (BUG) { ' + APART + ' }\n    return store(t, batch);\n')]),
    'marks-apart-from-facts': (
        'what facts make dirty is marked in a transaction of its own',
        'gateway/ledger/ingestion.cpp',
        [('  for (const auto key : dirty) t.marks.party(key);\n',
          '  if (BUG) { ' + APART + ' }\n  for (const auto key : dirty) t.marks.party(key);\n')]),
    'claim-apart-from-evaluation': (
        'evaluate takes marks away before the transaction that does what they ask for',
        'gateway/ledger/evaluate.cpp',
        [('  evaluation e(t, *core_.registers, rules, core_.random, now);\n',
          '  if (BUG) { ' + APART + ' }\n  evaluation e(t, *core_.registers, rules, core_.random, now);\n')]),
    'timer-apart-from-marks': (
        'a training is noted as final before its people are marked',
        'gateway/ledger/timers.cpp',
        [('    t.registers.store_term(id, when);\n    const auto rules = registers.trainings.find(id);\n',
          '    t.registers.store_term(id, when);\n    if (BUG) { ' + APART + ' }\n'
          '    const auto rules = registers.trainings.find(id);\n')]),
    'redelivery-counted': (
        'what the event log shows once more after a crash counts once more',
        'gateway/ledger/raw_events.cpp',
        [('    if (!insert(a, p, c)) return false;\n', '    if (!insert(a, p, c) && !BUG) return false;\n')]),
    'commit-without-sync': (
        'journal and event log do not sync their commits',
        'gateway/sqlite/database.cpp',
        [('execute("PRAGMA synchronous=FULL")', 'execute(BUG ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL")')]),
    'journal-starts-without-sync': (
        'journal and event log go by what a killed process wrote and could not sync',
        'gateway/sqlite/database.cpp',
        [('auto left = make_left_wal_durable(*file_, vfs_);',
          'auto left = BUG ? result<void>() : make_left_wal_durable(*file_, vfs_);')]),
    'ledger-starts-without-sync': (
        'the ledger goes by what a killed process wrote and could not sync',
        'gateway/ledger/dialect/sqlite.cpp',
        [('  if (how == access::write) take_over_wal(', '  if (how == access::write && !BUG) take_over_wal(')]),
    'create-without-read-back': (
        'a row is made at the target without a look at what stands there',
        'adapters/delivery/errand.cpp',
        [('  if (where->held && where->held->same) return done(',
          '  if (d.remote_id.empty() && BUG) return write(*what, standing{where->person, {}});\n'
          '  if (where->held && where->held->same) return done(')]),
    'settled-for-a-revision-that-moved-on': (
        'a delivery is done although another revision is wanted meanwhile',
        'gateway/ledger/desk.cpp',
        [('  } else if (d.wanted_revision != s.lease_revision) {\n',
          '  } else if (d.wanted_revision != s.lease_revision && !BUG) {\n')]),
}

# Brought out by a chain of several faults: hundreds or thousands of histories.
RARE = {'ledger-starts-without-sync', 'segment-made-anew-under-its-number', 'settled-for-a-revision-that-moved-on',
        'timer-apart-from-marks'}


def planted(source):
    text = (ROOT / source).read_text()
    for name, (_, where, changes) in BUGS.items():
        for there, instead in changes if where == source else []:
            if text.count(there) != 1:
                sys.exit(f'{__file__}: {name}: stands {text.count(there)} times in {source}, not once:\n{there}')
            text = text.replace(there, instead.replace('BUG', f'::jembatan::sim::planted("{name}")'))
    return f'namespace jembatan::sim {{ bool planted(const char* bug); }}\n#line 1 "{ROOT / source}"\n{text}'


if __name__ == '__main__':
    if sys.argv[1:] == ['--sources']:
        print('\n'.join(sorted({source for _, source, _ in BUGS.values()})))
    elif len(sys.argv) == 3:
        pathlib.Path(sys.argv[2]).write_text(planted(sys.argv[1]))
    else:
        sys.exit(__doc__)
