// A real SMTP server for tests. Speaks JSON, one object a line: its settings come first on standard input, then orders;
// what happens goes to standard output. It stops when its standard input is closed.
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const settings = JSON.parse((await orders.next()).value);

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });
let cuts = settings.cuts;
let holds = settings.holds;

const server = new SMTPServer({
  key: settings.key,
  cert: settings.cert,
  authOptional: !settings.user,
  allowInsecureAuth: false,
  disableReverseLookup: true,
  logger: false,
  onAuth(auth, session, answer) {
    const known = auth.username === settings.user && auth.password === settings.password;
    say({ kind: 'auth', user: auth.username, accepted: known, secure: session.secure });
    answer(known ? null : refusal(535, 'Authentication failed'), known ? { user: auth.username } : undefined);
  },
  onRcptTo(address, session, answer) {
    if (address.address.startsWith('inconnu@')) {
      answer(refusal(550, 'No such user here'));
    } else if (address.address.startsWith('plein@')) {
      answer(refusal(452, 'Mailbox full, try later'));
    } else {
      answer();
    }
  },
  onData(stream, session, answer) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      say({
        kind: 'message',
        secure: session.secure,
        user: session.user ?? null,
        to: session.envelope.rcptTo.map((recipient) => recipient.address),
        raw: Buffer.concat(parts).toString('base64'),
      });
      if (holds > 0) {
        holds -= 1;
      } else if (cuts > 0) {
        cuts -= 1;
        for (const connection of server.connections) {
          connection._socket.destroy();
        }
      } else {
        answer();
      }
    });
  },
});

// A client that leaves in the middle of a handshake is part of what is tested.
server.on('error', (error) => say({ kind: 'error', text: error.message }));
const listener = server.listen(0, '127.0.0.1', () => say({ kind: 'listening', port: listener.address().port }));

while (!(await orders.next()).done);
process.exit(0);
