// Tries what a page must and must not be able to do, and reports it to the program.
const { Probe } = window.go.main;
const report = (kind, value) => Probe.Report(JSON.stringify({ kind, value }));
const attempt = async (f) => {
  try {
    return await f();
  } catch (error) {
    return `refused: ${error.name}`;
  }
};
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

window.addEventListener('dragenter', (e) => e.preventDefault());
window.addEventListener('dragover', (e) => {
  e.preventDefault();
  e.dataTransfer.dropEffect = 'copy';
});
window.addEventListener('drop', (e) => e.preventDefault());
window.runtime.EventsOn('tell', async (name, value) => {
  window.runtime.EventsEmit(name, value);
  await later(200); // an event is not answered
  await report('told', value);
});
window.addEventListener('hashchange', () => report('hash', location.hash));
for (const name of ['open', 'files:dropped', 'menu']) {
  window.runtime.EventsOn(name, (value) => report(name, value ?? true));
}

async function run() {
  const foreign = await Probe.Foreign();
  const frame = (set) => {
    const element = document.createElement('iframe');
    set(element);
    document.body.append(element);
  };
  frame((f) => { f.srcdoc = '<script>parent.ranFrame = true</script>'; });
  frame((f) => { f.src = foreign; });
  const styled = getComputedStyle(document.getElementById('styled'));
  const found = {
    bound: await attempt(() => Probe.Ping('→')),
    fault: await Probe.Fail().catch((error) => JSON.parse(error.message)),
    internal: await Probe.Break().catch((error) => JSON.parse(error.message)),
    own: (await fetch('probe.js')).ok,
    picture: await attempt(async () => {
      const image = new Image();
      image.src = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
      await image.decode();
      return image.width;
    }),
    styled: `${styled.width} ${styled.height}`,
    evaluated: await attempt(() => eval('1 + 1')),
    constructed: await attempt(() => new Function('return 2')()),
    fetched: await attempt(async () => (await fetch(foreign)).status),
  };
  // The program is called without its own functions, as a page that is not ours would have to.
  found.rawCall = await attempt(async () => {
    window.webkit.messageHandlers.external.postMessage('C' + JSON.stringify({ name: 'main.Probe.Mark', args: [], callbackID: 'raw' }));
    await later(300);
    return Probe.Marked();
  });
  await later(1500); // what is not blocked has run by then
  found.ranInline = window.ranInline === true;
  found.ranHandler = window.ranHandler === true;
  found.ranFrame = window.ranFrame === true;
  await report('page', found);
  if (await Probe.Navigate()) location.href = `${foreign}/page`;
}

run();
