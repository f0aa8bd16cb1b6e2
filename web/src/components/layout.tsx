import { Paper, Title } from '@mantine/core';
import { useEffect, useId, type ReactNode } from 'react';

/** Names the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Tributary' ? title : `${title} · Tributary`;
  }, [title]);
}

/** A page's head: what it is, in which kind and state, and its actions. */
export function PageHead(props: { title: ReactNode; lead?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="page-head">
      <div className="page-head-text">
        <Title order={1} className="page-title">
          {props.title}
        </Title>
        {props.lead ? <div className="page-lead">{props.lead}</div> : null}
      </div>
      {props.actions ? <div className="page-actions">{props.actions}</div> : null}
    </div>
  );
}

/** A titled part of a page. */
export function Section(props: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
  flush?: boolean;
}) {
  const titleId = useId();
  return (
    <Paper withBorder component="section" aria-labelledby={titleId} id={props.id} className="section">
      <div className="section-head">
        <Title order={2} id={titleId} className="section-title">
          {props.title}
        </Title>
        {props.aside ? <div className="section-aside">{props.aside}</div> : null}
      </div>
      <div className={props.flush ? 'section-body flush' : 'section-body'}>{props.children}</div>
    </Paper>
  );
}

/** Label and value pairs. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
