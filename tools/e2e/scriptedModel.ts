import fastify from 'fastify';

/** A tool as a model gets it, in the words of OpenAI's chat API. */
export interface ToldTool {
	name: string;
	description: string;
	parameters: { properties: Record<string, { description?: string }> };
}

/** What the model is to do: as the person who talks to it writes it, in JSON. */
export interface Script {
	tool: string;
	arguments: object;
}

export interface ScriptedModel {
	/** For the credential of n8n's OpenAI node. */
	url: string;
	/** The tools of the last request. */
	told(): ToldTool[];
	close(): Promise<void>;
}

interface ChatRequest {
	messages: Array<{ role: string; content: string | Array<{ text?: string }> }>;
	tools?: Array<{ function: ToldTool }>;
}

type Message = ChatRequest['messages'][number];

const textOf = ({ content }: Message): string =>
	typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');

/** Calls the tool that the person names, and then says word for word what the tool answered. */
function reply({ messages }: ChatRequest) {
	const last = messages.at(-1);
	if (last?.role === 'tool') return { role: 'assistant', content: textOf(last) };
	const asked = messages.filter(({ role }) => role === 'user').at(-1);
	const script = JSON.parse(asked ? textOf(asked) : '{}') as Script;
	const call = { name: script.tool, arguments: JSON.stringify(script.arguments) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ id: 'call_1', type: 'function', function: call }],
	};
}

/** A server that speaks OpenAI's chat API, as far as n8n's agent asks for it. */
export async function startScriptedModel(): Promise<ScriptedModel> {
	const app = fastify({ forceCloseConnections: true });
	let told: ToldTool[] = [];
	app.post<{ Body: ChatRequest }>('/v1/chat/completions', ({ body }) => {
		told = body.tools?.map((tool) => tool.function) ?? [];
		const message = reply(body);
		return {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [
				{ index: 0, message, finish_reason: message.content === null ? 'tool_calls' : 'stop' },
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	const address = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${address}/v1`, told: () => told, close: async () => await app.close() };
}
