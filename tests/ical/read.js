// Reads iCalendar objects as a calendar would, with a library that is not the one that wrote them. A JSON array of texts comes on standard input; what was understood of each
// goes to standard output, in their order, with whether it was taken as news of an event that was known (RFC 5546: a greater sequence, or the same one stamped later).
import ICAL from 'ical.js';

const chunks = [];
for await (const chunk of process.stdin) {
    chunks.push(chunk);
}

const known = new Map();

const person = (property) => ({
    address: property.getFirstValue(),
    name: property.getFirstParameter('cn') ?? null,
    answer: property.getFirstParameter('partstat') ?? null,
    isAsked: property.getFirstParameter('rsvp') === 'TRUE',
});

const instant = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());

const take = (event) => {
    const stamp = event.component.getFirstPropertyValue('dtstamp').toJSDate().getTime();
    const before = known.get(event.uid);
    const isNews = before === undefined || event.sequence > before.sequence || (event.sequence === before.sequence && stamp > before.stamp);
    if (isNews) {
        known.set(event.uid, { sequence: event.sequence, stamp });
    }

    return isNews;
};

const read = (text) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    ICAL.TimezoneService.reset();
    for (const zone of calendar.getAllSubcomponents('vtimezone')) {
        ICAL.TimezoneService.register(zone);
    }

    return {
        method: calendar.getFirstPropertyValue('method'),
        zones: calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid')),
        longestLine: Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line))),
        hasBareLineEnd: /(^|[^\r])\n/.test(text),
        events: calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component)).map((event) => ({
            uid: event.uid,
            sequence: event.sequence,
            isNews: take(event),
            status: event.component.getFirstPropertyValue('status'),
            title: event.summary,
            place: event.location,
            start: instant(event.startDate),
            end: instant(event.endDate),
            zone: event.startDate.zone?.tzid ?? null,
            isWholeDay: event.startDate.isDate,
            transparency: event.component.getFirstPropertyValue('transp'),
            organizer: event.organizer,
            people: event.attendees.map(person),
        })),
    };
};

process.stdout.write(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString('utf8')).map(read)));
