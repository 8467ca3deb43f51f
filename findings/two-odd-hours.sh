#!/usr/bin/env bash
# ical.js 2.2.1 (npm): the reader of iCalendar objects of a well-known mail program.
#
# Expected: RFC 5545 (3.3.5) says how to read the two odd hours of the year. A local time that comes twice, when summer time ends, is the first of the two: on 25 October 2026, 02:15 with
# TZID=Europe/Paris and its VTIMEZONE beside it is 00:15 UTC. One that does not come, when it begins, has the offset of before the gap: on 29 March 2026, 02:30 is 01:30 UTC.
# Seen: the hour that comes twice is read as the second (01:15 UTC), and the one that does not come with the offset of after the gap (00:30 UTC): one hour late in autumn, one hour early in
# spring. Times on either side are right.
# For whoever writes invitations: an hour of those two is written in UTC (with a Z), on which readers cannot disagree.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . ical.js@2.2.1 > /dev/null

cat > read.mjs <<'JS'
import ICAL from 'ical.js';

const zone = [
  'BEGIN:VTIMEZONE', 'TZID:Europe/Paris',
  'BEGIN:DAYLIGHT', 'DTSTART:19810329T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT',
  'BEGIN:STANDARD', 'DTSTART:19961027T030000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD',
  'END:VTIMEZONE',
];

function read(local) {
  const object = new ICAL.Component(ICAL.parse([
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//essai//', ...zone,
    'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', `DTSTART;TZID=Europe/Paris:${local}`, 'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n')));
  ICAL.TimezoneService.reset();
  ICAL.TimezoneService.register(new ICAL.Timezone(object.getFirstSubcomponent('vtimezone')));
  return new ICAL.Event(object.getFirstSubcomponent('vevent')).startDate.toJSDate().toISOString().slice(11, 16);
}

// Local time, what is seen in UTC, and what the standard says.
for (const [local, before, standard] of [
  ['20261025T013000', '23:30', '23:30'],
  ['20261025T020000', '01:00', '00:00'],
  ['20261025T021500', '01:15', '00:15'],
  ['20261025T025900', '01:59', '00:59'],
  ['20261025T030000', '02:00', '02:00'],
  ['20260329T013000', '00:30', '00:30'],
  ['20260329T023000', '00:30', '01:30'],
  ['20260329T030000', '01:00', '01:00'],
]) {
  const seen = read(local);
  console.log(`${local} in Paris: ${seen} UTC, ${standard} by the standard`);
  if (seen !== before) {
    console.log(`  it was ${before}: the finding no longer holds`);
    process.exitCode = 1;
  }
}
JS
node read.mjs
