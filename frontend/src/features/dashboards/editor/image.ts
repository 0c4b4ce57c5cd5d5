/** imageTypes are the formats of images a tile can hold. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** mostImage is how many bytes an image may have. */
export const mostImage = 512 * 1024;

/** ReadImage is an image as a data URL, or why it is none. */
export type ReadImage = { image: string } | { problem: 'type' | 'large' | 'unread' };

/** readImage reads a file that was chosen. */
export async function readImage(file: File): Promise<ReadImage> {
  if (!imageTypes.includes(file.type)) return { problem: 'type' };
  if (file.size > mostImage) return { problem: 'large' };
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done({ image: String(reader.result) });
    reader.onerror = () => done({ problem: 'unread' });
    reader.readAsDataURL(file);
  });
}
