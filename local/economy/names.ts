import type { Random } from './random.js';

/** A field of work: its word in names, and datasets of it. */
export interface Domain {
  readonly word: string;
  readonly datasets: readonly string[];
  readonly agents: readonly string[];
}

export const DOMAINS: readonly Domain[] = [
  {
    word: 'radiology',
    datasets: ['OpenMedQA-radiology', 'ChestXray-Reports-DeID', 'CT-Lesion-Masks'],
    agents: ['radiology-triage-agent', 'scan-report-drafter'],
  },
  {
    word: 'legal',
    datasets: ['CourtOpinions-Summaries', 'ContractClauses-NER', 'StatuteQA-EU'],
    agents: ['contract-review-agent', 'case-law-researcher'],
  },
  {
    word: 'code',
    datasets: ['CodeReview-Pairs', 'UnitTests-Aligned', 'Stack-Permissive-dedup'],
    agents: ['pull-request-reviewer', 'migration-planner'],
  },
  {
    word: 'finance',
    datasets: ['10K-Filings-Tables', 'EarningsCalls-Tagged', 'InvoiceOCR-Gold'],
    agents: ['filings-analyst', 'invoice-reconciler'],
  },
  {
    word: 'speech',
    datasets: ['CommonVoice-Swahili-clean', 'CallCenter-Turns', 'Phonemes-Aligned-de'],
    agents: ['call-summarizer', 'live-interpreter'],
  },
  {
    word: 'agronomy',
    datasets: ['LeafDisease-Field-Photos', 'SoilProbe-Series', 'CropYield-Tiles'],
    agents: ['crop-advisor', 'irrigation-planner'],
  },
  {
    word: 'math',
    datasets: ['LeanProofs-Steps', 'OlympiadSolutions-Graded', 'GSM-Rationales'],
    agents: ['proof-checker', 'homework-tutor'],
  },
  {
    word: 'safety',
    datasets: ['RedTeam-Dialogues', 'Toxicity-Spans-12lang', 'RefusalPreferences'],
    agents: ['content-moderator', 'policy-auditor'],
  },
];

export const BASE_MODELS = [
  'Llama-3-8B',
  'Mistral-7B-v0.3',
  'Qwen2.5-7B',
  'Gemma-2-9B',
  'Phi-3-mini',
  'Whisper-large-v3',
  'ViT-L-16',
  'DeepSeek-R1-base',
] as const;

export const COMPUTE_POOLS = ['H100-pool-frankfurt', 'A100-pool-oregon', 'L40S-pool-singapore', 'MI300X-pool-oslo'];
export const OTHER_ASSETS = ['ToolSchemas-v2', 'PromptPack-reasoning', 'EvalSuite-helm-lite', 'Tokenizer-64k'];
export const REGIONS = ['eu-west', 'us-east', 'ap-south', 'sa-east'];
export const QUANTIZATIONS = ['AWQ-int4', 'GGUF-Q4_K_M', 'GPTQ-int8', 'FP8'];

/** Names that look like the real thing, none twice. */
export class Names {
  private readonly taken = new Set<string>();

  take(name: string): void {
    this.taken.add(name);
  }

  /** One of the wanted names that is free, else the first free of `name-v2`, `name-v3`, ... of any. */
  suggest(random: Random, wanted: readonly string[]): string {
    const free = wanted.filter((name) => !this.taken.has(name));
    if (free.length > 0) return random.pick(free);
    const stem = random.pick(wanted);
    let version = 2;
    while (this.taken.has(`${stem}-v${version}`)) version += 1;
    return `${stem}-v${version}`;
  }
}

/** Where the content of an asset would lie. */
export function contentUri(random: Random, name: string): string {
  return `ipfs://bafybei${random.hex(16).slice(2)}/${encodeURIComponent(name)}`;
}
