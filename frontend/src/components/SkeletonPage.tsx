import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const lines = ['a', 'b', 'c', 'd', 'e', 'f'];

/** SkeletonPage stands where nothing was before. */
export function SkeletonPage() {
  const { t } = useTranslation();
  return (
    <div role="status" style={{ padding: 'var(--hr-gutter)' }}>
      <span className="sr">{t('loading')}</span>
      <Skeleton height={56} mb="lg" />
      {lines.map((line) => (
        <Skeleton key={line} height={20} mb="md" />
      ))}
    </div>
  );
}
