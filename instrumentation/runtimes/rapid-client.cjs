// Stands in for the compiled HTTP client of aws-lambda-ric, so that no compiler is needed; the rest is AWS's own code.
const { Agent, request } = require('node:http');
const Module = require('node:module');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true });
let posts = Promise.resolve();

function send(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port,
      method,
      agent,
      path: `/2018-06-01/runtime/invocation/${path}`,
      headers,
    };
    const sent = request(options, (response) => {
      let bodyJson = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        bodyJson += chunk;
      });
      response.on('end', () => resolve({ bodyJson, headers: response.headers }));
    });
    sent.on('error', reject).end(body);
  });
}

const post = (path, body, headers) => {
  posts = send('POST', path, body, { 'content-type': 'application/json', ...headers });
};

const client = {
  next: async () => {
    await posts;
    return send('GET', 'next');
  },
  done: (id, body) => post(`${id}/response`, body),
  error: (id, body) => post(`${id}/error`, body),
};

const load = Module._load;
Module._load = function (id, ...rest) {
  return id.endsWith('rapid-client.node') ? client : Reflect.apply(load, this, [id, ...rest]);
};
