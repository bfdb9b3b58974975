// Judges requests by @cloud-copilot/iam-simulate: the questions and answers of test/policy/judge.cc, a line each.
//
// Its parts, because its entrance knows no session policies and takes no resource policy.

import { createInterface } from 'node:readline';

import { loadPolicy } from './node_modules/@cloud-copilot/iam-policy/dist/esm/index.js';
import { DiscoveryContextKeyConstraints } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js';
import { authorize } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js';
import { AwsRequestImpl } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/request/request.js';
import { RequestContextImpl } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/requestContext.js';

const VERDICTS = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' };

const loaded = (policy) => policy && loadPolicy(policy, { name: 'asked' });

function judge(asked) {
  const { result } = authorize({
    request: new AwsRequestImpl(
      asked.principal,
      { resource: asked.resource, accountId: asked.owner },
      asked.action,
      new RequestContextImpl(asked.context),
    ),
    sessionPolicy: loaded(asked.session?.[0]),
    identityPolicies: asked.identity.map(loaded),
    serviceControlPolicies: asked.service_control
      ? [{ orgIdentifier: 'account', policies: asked.service_control.map(loaded) }]
      : [],
    resourceControlPolicies: [],
    resourcePolicy: loaded(asked.resource_policy),
    permissionBoundaries: asked.boundary && [loaded(asked.boundary)],
    vpcEndpointPolicies: undefined,
    simulationParameters: {
      simulationMode: 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
    },
    serviceSettings: { s3: {} },
  });
  return { verdict: VERDICTS[result] };
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = judge(JSON.parse(line));
  } catch (failure) {
    told = { malformed: failure.message };
  }
  console.log(JSON.stringify(told));
}
