import { useTranslation } from 'react-i18next';

import { AccountName } from '../../components/AccountName';
import { Tile } from '../../components/Tile';
import { useWatch } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { int, sortKey } from '../../lib/format';
import { Adding } from './Adding';
import { useSeen } from './useSeen';
import css from './Watch.module.css';

/** Products lists the watched products, and adds to them. */
export function Products({ names }: { names: string[] }) {
  const { t } = useTranslation();
  const watch = useWatch();
  const seen = useSeen(names).toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return (
    <Tile title={t('watchlist.product.title')} sub={int(names.length)} span={4}>
      <Adding kind="product" known={names} />
      {seen.length === 0 && <p className={css.none}>{t('watchlist.product.none')}</p>}
      <ul className={css.list}>
        {seen.map((name) => (
          <li key={name} className={css.row}>
            <WatchStar
              name={name}
              watched={names.includes(name)}
              onToggle={() => watch('product', name, !names.includes(name))}
            />
            <AccountName name={name} />
          </li>
        ))}
      </ul>
    </Tile>
  );
}
