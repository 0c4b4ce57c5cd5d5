/** Logo is three levels under a dashed ceiling: what is used, and the room above it. */
export function Logo() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M2 13h12M3.5 13V8M8 13V5M12.5 13V9" strokeLinecap="round" />
      <path d="M2 2.5h12" strokeDasharray="2 2" />
    </svg>
  );
}
