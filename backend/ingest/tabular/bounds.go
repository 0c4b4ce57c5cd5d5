package tabular

// Every file is hostile until it was read. The bounds are far above any export
// seen and far below what would hurt a laptop.
const (
	maxFile  = 2 << 30 // bytes of one file: 30 million usage rows
	maxFiles = 10_000  // files in a folder: a folder beyond it was chosen by mistake

	maxRow     = 1 << 20  // bytes of one row of text, or of one row's own cells in a sheet
	maxCell    = 64 << 10 // bytes of one cell: Excel's longest is 32,767 characters
	maxColumns = 1000     // cells of one row: the widest vendor export has about 150

	maxEntries   = 1000     // files in a zip archive
	maxParts     = 10_000   // parts of a workbook, which holds pictures too
	maxDirectory = 4 << 20  // bytes read to list an archive, before its entries are known
	maxEntry     = 1 << 30  // bytes of one unpacked file
	maxUnpacked  = 2 << 30  // bytes of all unpacked files of one archive
	maxRatio     = 200      // unpacked over packed: usage exports reach about 30
	ratioFloor   = 50 << 20 // below this many unpacked bytes no ratio harms
	maxSpool     = 64 << 20 // bytes of a workbook inside an archive, which is held in memory

	maxStrings     = 64 << 20  // bytes of all shared strings of a workbook, held in memory
	maxStringCount = 4_000_000 // shared strings: each also costs its offset
	maxSheets      = 256       // sheets of a workbook
	maxStyles      = 1 << 16   // cell formats: Excel allows 65,490
	maxSheetRows   = 1 << 20   // rows of a sheet: Excel's own limit
	maxDepth       = 64        // nesting of XML elements
	maxToken       = 1 << 20   // bytes of one tag or one run of text in XML
	maxAttributes  = 64        // attributes of one element

	smallPart     = 1 << 20 // bytes of a part of a workbook that a preview reads to its end
	headerRows    = 30      // rows among which the header is looked for
	sampleRows    = 200     // rows copied for detection
	maxHeaderLine = 200     // merged cells below this line of a sheet are not of its header
)
