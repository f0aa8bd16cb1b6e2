import type { ReactNode } from 'react';

/** Line icons of 16 px that take the colour of the text around them. Decoration only: labels say the same. */
function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const CopyIcon = () => (
  <Icon size={13}>
    <rect x="5" y="5" width="8.5" height="8.5" rx="1.5" />
    <path d="M3 10.5h-.2A1.3 1.3 0 0 1 1.5 9.2V2.8c0-.7.6-1.3 1.3-1.3h6.4c.7 0 1.3.6 1.3 1.3V3" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon size={13}>
    <path d="m2.5 8.5 3.5 3.5 7.5-8" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.5" />
    <path d="m10.5 10.5 3.5 3.5" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="3" />
    <path d="M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z" />
  </Icon>
);
export const PauseIcon = () => (
  <Icon>
    <path d="M5.5 3v10M10.5 3v10" />
  </Icon>
);
export const PlayIcon = () => (
  <Icon>
    <path d="M4.5 2.5v11l9-5.5-9-5.5Z" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M8 3v10M3 8h10" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M3 8h10" />
  </Icon>
);
export const FitIcon = () => (
  <Icon>
    <path d="M2 6V2.5h3.5M10.5 2.5H14V6M14 10v3.5h-3.5M5.5 13.5H2V10" />
  </Icon>
);
export const AlertIcon = () => (
  <Icon size={20}>
    <path d="M8 2 1.5 13.5h13L8 2ZM8 6.5v3.2M8 11.6v.1" />
  </Icon>
);
export const BridgeIcon = () => (
  <Icon size={13}>
    <path d="M1.5 5.5h10m0 0-2.7-2.7m2.7 2.7L8.8 8.2M14.5 10.5h-10m0 0 2.7-2.7m-2.7 2.7 2.7 2.7" />
  </Icon>
);
export const Logo = () => (
  <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="7" fill="#0f5f73" />
    <g fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round">
      <path d="M6 8c7 0 7 8 14 8h6" />
      <path d="M6 24c7 0 7-8 14-8" />
      <path d="M6 16h8" opacity=".75" />
    </g>
  </svg>
);
