import { plotValue, readableAmount, readablePpm, ppmOf, sumAmounts } from '../format/amount.js';
import type { Hue } from './palette.js';

/** One colour of the bars: an amount of base units per bucket, `'0'` where there was nothing. */
export interface BarSeries {
  readonly key: string;
  readonly label: string;
  readonly hue: Hue;
  readonly amounts: readonly string[];
}

export interface BarData {
  /** Bucket names, oldest first. */
  readonly labels: readonly string[];
  readonly series: readonly BarSeries[];
  /** The one token all amounts are in. */
  readonly symbol: string;
  readonly decimals: number | null;
  /** Buckets whose figure may still change. */
  readonly provisional?: readonly boolean[];
}

export interface Ink {
  readonly scheme: 'light' | 'dark';
  readonly text: string;
  readonly line: string;
  readonly surface: string;
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** The sum of all series per bucket. */
export function totals(data: BarData): string[] {
  return data.labels.map((_, bucket) => sumAmounts(data.series.map((each) => each.amounts[bucket] ?? '0')).toString());
}

/** What a chart says in one sentence, for people who do not see it. */
export function describeBars(data: BarData, what: string): string {
  const sums = totals(data);
  const all = sumAmounts(sums);
  if (all === 0n || sums.length === 0) return `${what}: nothing in this period.`;
  const greatest = sums.reduce((best, sum, at) => (BigInt(sum) > BigInt(sums[best]!) ? at : best), 0);
  const amount = (base: string) => `${readableAmount(base, data.decimals, 2)} ${data.symbol}`;
  return `${what}: ${amount(all.toString())} over ${sums.length} periods, most in ${data.labels[greatest]} with ${amount(sums[greatest]!)}.`;
}

/** The tooltip of one bucket. Elements and text, not markup: labels may come from a chain. */
function bucketCard(data: BarData, bucket: number): HTMLElement {
  const card = document.createElement('div');
  card.className = 'chart-card';
  const sum = totals(data)[bucket] ?? '0';
  const line = (name: string, amount: string, color?: string, note?: string) => {
    const row = card.appendChild(document.createElement('div'));
    const label = row.appendChild(document.createElement('span'));
    if (color) label.appendChild(document.createElement('i')).style.background = color;
    label.append(name);
    row.appendChild(document.createElement('b')).textContent = `${amount}${note ? ` · ${note}` : ''}`;
  };
  card.appendChild(document.createElement('strong')).textContent =
    `${data.labels[bucket]}${data.provisional?.[bucket] ? ' (provisional)' : ''}`;
  const shown = data.series.filter((each) => (each.amounts[bucket] ?? '0') !== '0');
  for (const each of [...shown].reverse()) {
    const amount = each.amounts[bucket]!;
    const share = shown.length > 1 ? readablePpm(Math.round(ppmOf(amount, sum) / 1_000) * 1_000) : undefined;
    line(each.label, `${readableAmount(amount, data.decimals)} ${data.symbol}`, each.hue.light, share);
  }
  if (shown.length !== 1) line('Total', `${readableAmount(sum, data.decimals)} ${data.symbol}`);
  return card;
}

/** ECharts' description of stacked bars over time. */
export function barOption(data: BarData, ink: Ink, compact: boolean) {
  const top = data.series.length - 1;
  return {
    animationDuration: 250,
    animationDurationUpdate: 0,
    aria: { enabled: false },
    textStyle: { fontFamily: 'inherit', color: ink.text },
    grid: { left: 4, right: 8, top: compact ? 10 : 14, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: 'shadow', shadowStyle: { color: ink.line, opacity: 0.35 } },
      backgroundColor: ink.surface,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontSize: 12 },
      formatter: (hit: unknown) => bucketCard(data, (hit as { dataIndex: number }[])[0]?.dataIndex ?? 0),
    },
    xAxis: {
      type: 'category',
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
      axisLabel: { color: ink.text, fontSize: 11, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: compact ? 2 : 4,
      axisLabel: { color: ink.text, fontSize: 11, formatter: (value: number) => COMPACT.format(value) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: data.series.map((each, index) => ({
      name: each.label,
      type: 'bar',
      stack: 'all',
      barMaxWidth: 36,
      barCategoryGap: '28%',
      color: each.hue[ink.scheme],
      itemStyle: { borderRadius: index === top ? [3, 3, 0, 0] : 0, borderColor: ink.surface, borderWidth: 0.5 },
      data: each.amounts.map((amount, bucket) => ({
        value: plotValue(amount, data.decimals),
        itemStyle: data.provisional?.[bucket] ? { opacity: 0.55 } : undefined,
      })),
    })),
  };
}
