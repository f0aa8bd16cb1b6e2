import { ActionIcon, Burger, Drawer, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ChainNamesProvider } from '../components/chain-names.js';
import { Logo, MoonIcon, SunIcon } from '../components/icons.js';
import { anomaliesUrl, assetsUrl, chainsUrl, contributorsUrl, overviewUrl, usagesUrl } from '../url.js';
import { Footer } from './Footer.js';
import { SearchBox } from './SearchBox.js';

const PLACES = [
  { to: overviewUrl(), label: 'Overview' },
  { to: assetsUrl(), label: 'Assets' },
  { to: contributorsUrl(), label: 'Contributors' },
  { to: usagesUrl(), label: 'Usages' },
  { to: chainsUrl(), label: 'Chains' },
  { to: anomaliesUrl(), label: 'Anomalies' },
];

function Places({ className }: { className: string }) {
  return (
    <nav className={className} aria-label="Main">
      {PLACES.map(({ to, label }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === overviewUrl(), includeSearch: false }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      onClick={() => setColorScheme(other)}
      aria-label={`Use the ${other} colours`}
    >
      {other === 'light' ? <SunIcon /> : <MoonIcon />}
    </ActionIcon>
  );
}

/** What stands around every page: header with search, main, footer with the moment the figures are true at. */
export function Shell() {
  const [menuOpen, setMenuOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  const firstPath = useRef(path);

  useEffect(() => {
    setMenuOpen(false);
    if (firstPath.current === path) return;
    firstPath.current = '';
    main.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <ChainNamesProvider>
      <div className="shell">
        <a href="#main" className="skip link">
          Skip to the content
        </a>
        <header className="header">
          <div className="header-row">
            <Link to={overviewUrl()} className="brand" aria-label="Tributary, overview">
              <Logo />
              Tributary
            </Link>
            <Places className="nav wide" />
            <div className="header-search" role="search">
              <SearchBox />
            </div>
            <div className="header-end">
              <SchemeSwitch />
            </div>
            <Burger
              className="burger"
              size="sm"
              opened={menuOpen}
              onClick={() => setMenuOpen((open) => !open)}
              aria-label="Menu"
            />
          </div>
        </header>
        <Drawer opened={menuOpen} onClose={() => setMenuOpen(false)} position="right" size="xs" title="Menu">
          <Places className="nav-menu" />
        </Drawer>
        <main className="main" id="main" tabIndex={-1} ref={main}>
          <Outlet />
        </main>
        <Footer />
      </div>
    </ChainNamesProvider>
  );
}
