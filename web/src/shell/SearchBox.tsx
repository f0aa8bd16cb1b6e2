import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SearchIcon } from '../components/icons.js';
import { isAddress, isAssetId, shortAssetId, shortHex } from '../format/ids.js';
import { KIND_WORDS, OPERATION_WORDS } from '../format/words.js';
import { graphql } from '../generated/index.js';
import { type SearchQuery as SearchData } from '../generated/graphql.js';
import { useLiveQuery } from '../graphql/use-live-query.js';
import { assetUrl, contributorUrl, usageUrl } from '../url.js';

const SearchQuery = graphql(`
  query Search($text: String!) {
    search(text: $text, first: 8) {
      label
      kind
      contributor
      asset {
        id
        name
        kind
      }
      usage {
        id
        operation
        receiptId
      }
    }
  }
`);

interface Hit {
  readonly url: string;
  readonly title: string;
  readonly what: string;
}

/** Where a result leads and what it is called; null for what this page cannot show. */
function hitOf(result: SearchData['search'][number]): Hit | null {
  if (result.asset) {
    const { id, name, kind } = result.asset;
    return { url: assetUrl(id), title: name || shortAssetId(id), what: kind ? KIND_WORDS[kind] : 'Asset' };
  }
  if (result.contributor) {
    return { url: contributorUrl(result.contributor), title: shortHex(result.contributor), what: 'Contributor' };
  }
  if (result.usage) {
    const { id, operation, receiptId } = result.usage;
    return { url: usageUrl(id), title: shortHex(receiptId), what: `${OPERATION_WORDS[operation]} receipt` };
  }
  return null;
}

const MIN_LETTERS = 2;

/** Finds an address, a CAIP-19 id, a name or a receipt id. Enter opens the first result. */
export function SearchBox() {
  const [text, setText] = useState('');
  const typed = text.trim();
  const [asked] = useDebouncedValue(typed, 200);
  const navigate = useNavigate();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { data, error, stale } = useLiveQuery(SearchQuery, { text: asked }, { pause: asked.length < MIN_LETTERS });
  const current = typed.length >= MIN_LETTERS && asked === typed && !stale;
  const found = current && data ? data.search.map(hitOf).filter((hit) => hit !== null) : [];
  const hits = found.length > 0 ? found : directHits(typed);

  const open = (url: string) => {
    combobox.closeDropdown();
    setText('');
    void navigate({ to: url });
  };
  const message = error && current ? 'The search does not answer.' : current && data ? 'Nothing found.' : 'Searching…';

  return (
    <Combobox store={combobox} onOptionSubmit={open} shadow="md">
      <Combobox.Target>
        <TextInput
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={() => typed && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            const first = hits[0];
            if (event.key !== 'Enter' || combobox.getSelectedOptionIndex() >= 0 || !first) return;
            event.preventDefault();
            open(first.url);
          }}
          placeholder="Address, asset id, name or receipt"
          aria-label="Search by address, asset id, name or receipt"
          leftSection={typed && !current && typed.length >= MIN_LETTERS ? <Loader size={14} /> : <SearchIcon />}
          spellCheck={false}
          autoComplete="off"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed.length < MIN_LETTERS}>
        <Combobox.Options aria-label="Results">
          {hits.map((hit) => (
            <Combobox.Option key={hit.url} value={hit.url}>
              <span className="search-hit">
                <span className="search-hit-title">{hit.title}</span>
                <span className="muted">{hit.what}</span>
              </span>
            </Combobox.Option>
          ))}
          {hits.length === 0 ? <Combobox.Empty>{message}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What a whole address or id leads to without asking anybody. */
function directHits(text: string): Hit[] {
  if (isAddress(text)) return [{ url: contributorUrl(text.toLowerCase()), title: shortHex(text), what: 'Contributor' }];
  if (isAssetId(text)) return [{ url: assetUrl(text.toLowerCase()), title: shortAssetId(text), what: 'Asset' }];
  return [];
}
