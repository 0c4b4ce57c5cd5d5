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
  await later(1500); // what is not blocked has run by then
  found.ranInline = window.ranInline === true;
  found.ranHandler = window.ranHandler === true;
  found.ranFrame = window.ranFrame === true;
  await report('page', found);
}

run();
