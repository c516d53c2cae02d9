// npm smpp as a carrier: takes texts, reports them delivered, and sends a long text from a person.
// Says on standard output, as JSON lines, what it read.
const smpp = require('smpp');
const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');
let next = 1000;

const server = smpp.createServer({}, (session) => {
  session.on('error', (error) => say({ error: String(error) }));
  session.on('bind_transceiver', (pdu) => {
    const good = pdu.system_id === 'us' && pdu.password === 'secret';
    session.send(pdu.response({ command_status: good ? 0 : smpp.ESME_RBINDFAIL }));
    if (!good) return session.close();
    session.enquire_link({}, (answer) => say({ enquired: answer.command_status }));
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
  session.on('submit_sm', (pdu) => {
    const id = next++;
    const parts = (pdu.short_message.udh || []).map((element) => element.toString('hex'));
    say({ sender: pdu.source_addr, to: pdu.destination_addr, ton: pdu.dest_addr_ton, coding: pdu.data_coding,
      text: pdu.short_message.message, header: parts, receipt: pdu.registered_delivery, length: pdu.command_length });
    session.send(pdu.response({ message_id: String(id) }));
    if (pdu.registered_delivery) {
      session.deliver_sm({
        source_addr_ton: 1, source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4,
        short_message: `id:${id.toString(16).toUpperCase().padStart(10, '0')} sub:001 dlvrd:001 ` +
          'submit date:2611240800 done date:2611240800 stat:DELIVRD err:000 text:id:5',
      }, (answer) => say({ receipt_answered: answer.command_status }));
    }
    if (pdu.short_message.message === 'svara') {
      const from = { source_addr_ton: 1, source_addr: pdu.destination_addr, destination_addr: '71000' };
      session.deliver_sm({ ...from, short_message: 'STOPP tack åäö €' },
        (answer) => say({ text_answered: answer.command_status }));
      ['Hej 😀 på ', 'dig ” igen'].forEach((message, place) => session.deliver_sm({ ...from, esm_class: 0x40, data_coding: 8,
        short_message: { udh: Buffer.from([5, 0, 3, 77, 2, place + 1]), message } },
        (answer) => say({ part_answered: answer.command_status })));
    }
  });
});
server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));
