// What a Node application does with OpenAI's official library; prints what it got as one line of JSON.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'unused', maxRetries: 0 });
const messages = [{ role: 'user', content: 'Weather?' }];
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
const seen = {};

const whole = await client.chat.completions.create({ model: 'says', messages });
seen.whole = [whole.choices[0].message.content, whole.choices[0].finish_reason, whole.usage.completion_tokens];

seen.streamed = '';
const stream = await client.chat.completions.create({
  model: 'says', messages, stream: true, stream_options: { include_usage: true },
});
for await (const chunk of stream) {
  seen.streamed += chunk.choices[0]?.delta?.content ?? '';
  seen.streamedUsage = chunk.usage?.completion_tokens;
}

const runner = client.chat.completions.stream({ model: 'calls', messages, tools });
seen.calls = (await runner.finalMessage()).tool_calls.map((call) => [call.function.name, call.function.arguments]);

const first = await client.responses.create({ model: 'says', input: 'Hi' });
seen.response = first.output_text;
seen.again = (await client.responses.retrieve(first.id)).output_text;
seen.events = [];
for await (const event of await client.responses.create({
  model: 'says', input: 'On', stream: true, previous_response_id: first.id,
})) {
  if (!seen.events.includes(event.type)) seen.events.push(event.type);
}
seen.items = (await client.responses.inputItems.list(first.id)).data.length;

seen.completion = (await client.completions.create({ model: 'says', prompt: 'Hi' })).choices[0].text;
seen.embedding = (await client.embeddings.create({ model: 'says', input: 'Hi', dimensions: 3 })).data[0].embedding.length;
seen.models = (await client.models.list()).data.map((model) => model.id).sort();

try {
  await client.chat.completions.create({ model: 'nobody', messages });
} catch (error) {
  seen.error = [error instanceof OpenAI.NotFoundError, error.code];
}
try {
  for await (const chunk of await client.chat.completions.create({ model: 'dies', messages, stream: true })) {
    seen.beforeItDied = (seen.beforeItDied ?? '') + (chunk.choices[0]?.delta?.content ?? '');
  }
  seen.died = 'unnoticed';
} catch (error) {
  seen.died = error.code;
}

console.log(JSON.stringify(seen));
