import { useTranslation } from 'react-i18next';

import type { FileEntry, Inspection } from '../../../api/importTypes';
import table from '../../../components/Table.module.css';
import { Tile } from '../../../components/Tile';
import { bytes } from '../../../lib/format';
import { hrefWith } from '../../../lib/route';
import { PreviewTable } from './PreviewTable';

interface FileStepProps {
  path: string;
  /** files are those of an archive or folder, of which one is chosen. */
  files?: FileEntry[];
  found?: Inspection;
}

/** FileStep chooses a file of an archive, or shows how a file is read. */
export function FileStep({ path, files, found }: FileStepProps) {
  const { t } = useTranslation();
  if (found) return <PreviewTable found={found} />;
  return (
    <Tile title={t('wizard.members')} flush>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('history.file')}</th>
            <th scope="col" className="num">
              {t('wizard.size')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(files ?? []).map((file) => (
            <tr key={file.member}>
              <td>
                <a href={hrefWith({ path, member: file.member }, 'imports', 'new')}>{file.name}</a>
              </td>
              <td className="num">{bytes(file.size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Tile>
  );
}
