// npm smpp as a client of ours: sends a long text, and takes its receipt and what the handset answers.
const smpp = require('smpp');
const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const text = process.env.TEXT;
const session = smpp.connect({ url: `smpp://127.0.0.1:${process.env.PORT}` }, () => {
  session.bind_transceiver({ system_id: 'us', password: process.env.PASSWORD }, (bound) => {
    say({ bound: bound.command_status });
    if (bound.command_status) return session.close();
    session.enquire_link({}, (answer) => say({ enquired: answer.command_status }));
    const units = 60;
    const parts = [];
    for (let at = 0; at < text.length; at += units) parts.push(text.slice(at, at + units));
    parts.forEach((message, place) => session.submit_sm({
      source_addr_ton: 5, source_addr: 'Skobutiken', dest_addr_ton: 1, destination_addr: '46701740605',
      data_coding: 8, registered_delivery: place === parts.length - 1 ? 1 : 0, esm_class: 0x40,
      short_message: { udh: Buffer.from([6, 8, 4, 1, 44, parts.length, place + 1]), message },
    }, (answer) => say({ submitted: answer.command_status, id: answer.message_id })));
  });
});
session.on('error', (error) => say({ error: String(error) }));
session.on('deliver_sm', (pdu) => {
  say({ esm_class: pdu.esm_class, sender: pdu.source_addr, to: pdu.destination_addr, text: pdu.short_message.message });
  session.send(pdu.response());
});
