import { Button, useComputedColorScheme } from '@mantine/core';
import { BarChart as Bars } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { readableAmount } from '../format/amount.js';
import { barOption, describeBars, totals, type BarData } from './bars.js';

use([Bars, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

interface Props {
  data: BarData;
  /** What the bars are, for example `Revenue`. */
  what: string;
  height?: number;
  /** Called with the bucket's place when its bar or column is clicked. */
  onBucket?: (bucket: number) => void;
}

/** Stacked bars over time, with the same figures as a table for whoever prefers or needs it. */
export function BarChart({ data, what, height = 240, onBucket }: Props) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      {asTable ? <BarTable data={data} what={what} /> : <Drawing {...{ data, what, height, onBucket }} />}
      <div className="chart-foot">
        {data.series.length > 1 && !asTable ? <Legend data={data} /> : <span />}
        <Button variant="subtle" size="compact-xs" onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
    </div>
  );
}

function Drawing({ data, what, height = 240, onBucket }: Props) {
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const pick = useRef(onBucket);
  pick.current = onBucket;

  useEffect(() => {
    const element = box.current!;
    const made = init(element, null, { renderer: 'svg', height });
    chart.current = made;
    made.getZr().on('click', (event) => {
      const place = made.convertFromPixel({ seriesIndex: 0 }, [event.offsetX, event.offsetY]) as unknown;
      if (Array.isArray(place) && Number.isInteger(place[0])) pick.current?.(place[0] as number);
    });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [height]);

  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(name).trim();
    const ink = { scheme, text: read('--ink-muted'), line: read('--line'), surface: read('--surface') };
    chart.current?.setOption(barOption(data, ink, height < 160), { notMerge: true });
  }, [data, scheme, height]);

  return <div ref={box} className="chart" style={{ height }} role="img" aria-label={describeBars(data, what)} />;
}

function Legend({ data }: { data: BarData }) {
  const scheme = useComputedColorScheme('light');
  return (
    <ul className="legend" aria-label="Colours">
      {data.series.map((each) => (
        <li key={each.key}>
          <i style={{ background: each.hue[scheme] }} />
          {each.label}
        </li>
      ))}
    </ul>
  );
}

function BarTable({ data, what }: { data: BarData; what: string }) {
  const sums = totals(data);
  return (
    <div className="table-scroll chart-table" role="region" aria-label={`${what} as a table`} tabIndex={0}>
      <table>
        <caption>
          {what}, in {data.symbol}
        </caption>
        <thead>
          <tr>
            <th scope="col">Period</th>
            {data.series.map((each) => (
              <th scope="col" key={each.key}>
                {each.label}
              </th>
            ))}
            {data.series.length > 1 ? <th scope="col">Total</th> : null}
          </tr>
        </thead>
        <tbody>
          {data.labels.map((label, bucket) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {data.series.map((each) => (
                <td key={each.key}>{readableAmount(each.amounts[bucket] ?? '0', data.decimals)}</td>
              ))}
              {data.series.length > 1 ? <td>{readableAmount(sums[bucket]!, data.decimals)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
