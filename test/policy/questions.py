"""Random questions to an evaluation of policies: who asks for what, in which circumstances, under which policies.

They leave out what the other engine reads otherwise than AWS's documentation has it (our cases in src/policy/cases ask
for all of it): a variable without value in NotResource and in negated conditions; NotPrincipal with Deny, which spares only whom it names whole;
networks of both families in one condition; 0.0.0.0/0; variables beside a ':' of a resource;
"${*}" where texts are equal; the empty text as a value; resources whose own name holds a '*'; a resource's grant to a
session that its session policy does not allow.
"""

import random

ACCOUNTS = ["111122223333", "444455556666"]
PRINCIPALS = [
    "arn:aws:iam::111122223333:user/ann",
    "arn:aws:iam::111122223333:user/team/Bob",
    "arn:aws:sts::111122223333:assumed-role/worker/session-1",
    "arn:aws:sts::111122223333:federated-user/ann",
]
# What is asked for, and what policies say of it. Names with wildcards, colons and letters beyond ASCII exist.
SERVICES = {
    "s3": {
        "actions": ["s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", "s3:DeleteObject"],
        "action_patterns": ["s3:*", "s3:Get*", "S3:getobject", "s3:GetObject", "s3:?utObject", "s3:*Object", "s3:GetObject*", "s3:Put*", "s3:DeleteObject?"],
        "resources": [f"arn:aws:s3:::{name}" for name in ("b/k", "b/ann/k", "b/Ann/k", "b/ann/x/k", "b2/k", "b/a:b", "b/aXb", "b/ü", "b/photos/k", "bb/ann/k", "b/${aws:username}/k")],
        "resource_patterns": [
            "arn:aws:s3:::b/*", "arn:aws:s3:::*", "arn:aws:s3:::b/k", "arn:aws:s3:::b*", "arn:aws:s3:::*/k", "arn:aws:s3:::b/?", "arn:aws:s3:::B/k", "arn:*:s3:::b/*",
            "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'ann'}/*", "arn:aws:s3:::b/a${*}b", "arn:aws:s3:::b/a*b",
            "arn:aws:s3:::b?/*", "arn:aws:s3:::*/ann/*", "arn:aws:s3:::b/a:*", "arn:aws:s3:::b/*/*/k", "arn:aws:s3:::b/ü", "arn:aws:s3:::b/${aws:none}/*",
        ],
    },
    "sqs": {
        "actions": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteQueue"],
        "action_patterns": ["sqs:*", "sqs:Send*", "SQS:sendmessage", "sqs:*Message", "sqs:DeleteQueue", "sqs:Re*e*"],
        "resources": [f"arn:aws:sqs:{place}:{name}" for place in ("us-east-1:111122223333", "eu-west-1:444455556666") for name in ("q", "queue", "q-ann", "Q")],
        "resource_patterns": [
            "arn:aws:sqs:*:*:q", "arn:aws:sqs:us-east-1:111122223333:*", "arn:aws:sqs:us-*:111122223333:q*", "arn:aws:sqs:*:444455556666:*", "arn:aws:sqs:*:*:q-*", "arn:aws:sqs:eu-west-?:*:q*",
            "arn:aws:sqs:us-east-1:111122223333:Q", "arn:aws:sqs:*:1111*:q*",
        ],
    },
}
TEXTS = ["photos", "Photos", "video", "ann", "Ann", "a*", "*", "?nn", "pho*", "", "${aws:username}", "${aws:PrincipalTag/team}", "${aws:none, 'ann'}", "ümlaut"]
TEXT_VALUES = ["photos", "Photos", "video", "ann", "a*", "ümlaut", "*"]
NUMBERS = ["0", "5", "5.0", "10", "-3", "300", "299.5"]
DATES = ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "2026-06-30T14:00:00+02:00", "2027-01-01T00:00:00Z"]
ADDRESSES = ["203.0.113.0/24", "203.0.113.7", "10.0.0.0/8", "192.0.2.0/31", "198.51.100.0/22"]
ARNS = [
    "arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:user/*", "arn:aws:iam::111122223333:role/worker", "arn:aws:iam::*:user/ann", "arn:aws:sns:us-east-1:111122223333:topic", "arn:aws:sns:*:*:*",
    "arn:aws:sns:us-*:111122223333:t?pic", "arn:aws:s3:::b", "arn:aws:iam::111122223333:*", "arn:aws:iam::444455556666:user/ann", "arn:aws:iam::111122223333:user/${aws:username}",
]
# Keys by how their values are written: what conditions ask, what requests hold, whether of one value or of many.
KEYS = {
    "string": (["aws:username", "aws:PrincipalTag/team", "aws:UserAgent", "aws:userid"], TEXTS, TEXT_VALUES),
    "strings": (["aws:TagKeys", "aws:CalledVia"], TEXTS, TEXT_VALUES),
    "numeric": (["aws:MultiFactorAuthAge"], NUMBERS, ["0", "5", "299.5", "300"]),
    "date": (["aws:CurrentTime", "aws:TokenIssueTime"], DATES, ["2026-06-30T12:00:00Z", "2025-01-01T00:00:00Z"]),
    "bool": (["aws:SecureTransport", "aws:ViaAWSService", "aws:MultiFactorAuthPresent"], ["true", "false", "True"], ["true", "false"]),
    "ip": (["aws:SourceIp"], ADDRESSES, ["203.0.113.7", "10.1.2.3", "198.51.101.9", "192.0.2.1"]),
    "arn": (["aws:PrincipalArn", "aws:SourceArn"], ARNS, ["arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:role/worker", "arn:aws:sns:us-east-1:111122223333:topic"]),
}
OPERATORS = {
    "string": ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
    "numeric": ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"],
    "date": ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
    "bool": ["Bool"],
    "ip": ["IpAddress", "NotIpAddress"],
    "arn": ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringEquals", "StringLike"],
}
RESOURCE_PRINCIPALS = [
    "*", {"AWS": "*"}, {"AWS": "111122223333"}, {"AWS": "arn:aws:iam::111122223333:root"}, {"AWS": "arn:aws:iam::111122223333:user/ann"}, {"AWS": "arn:aws:iam::111122223333:role/worker"},
    {"AWS": "arn:aws:sts::111122223333:assumed-role/worker/session-1"}, {"AWS": "arn:aws:sts::111122223333:federated-user/ann"}, {"AWS": "444455556666"}, {"Service": "sns.amazonaws.com"},
    {"AWS": ["444455556666", "arn:aws:iam::111122223333:user/team/Bob"]},
]


class Questions:
    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def flips(self, of_ten: int) -> bool:
        return self.random.random() * 10 < of_ten

    def some(self, choices: list, most: int):
        """One, or a list of some."""
        if self.flips(6):
            return self.random.choice(choices)
        return self.random.sample(choices, self.random.randint(1, most))

    def condition(self) -> dict:
        kind = self.random.choice(list(KEYS))
        keys, asked, _ = KEYS[kind]
        key = self.random.choice(keys)
        if self.flips(1):
            return {"Null": {key: self.random.choice(["true", "false"])}}
        operator = self.random.choice(OPERATORS["string" if kind == "strings" else kind])
        if kind == "strings":
            operator = self.random.choice(["ForAllValues:", "ForAnyValue:"]) + operator
        if self.flips(3):
            operator += "IfExists"
        if "Not" in operator:
            asked = [text for text in asked if "${aws:" not in text or "," in text]
        return {operator: {key: self.some(asked, 3)}}

    def statement(self, service: str, with_principal: bool) -> dict:
        known = SERVICES[service]
        statement = {"Effect": "Allow" if self.flips(7) else "Deny"}
        if with_principal:
            is_plain = statement["Effect"] == "Deny" or self.flips(9)
            statement["Principal" if is_plain else "NotPrincipal"] = self.random.choice(RESOURCE_PRINCIPALS)
        statement["Action" if self.flips(9) else "NotAction"] = "*" if self.flips(1) else self.some(known["action_patterns"], 2)
        statement["Resource"] = "*" if self.flips(2) else self.some(known["resource_patterns"], 3)
        if self.flips(1) and "${aws" not in str(statement["Resource"]):
            statement["NotResource"] = statement.pop("Resource")
        if self.flips(4):
            statement["Condition"] = self.condition()
            if self.flips(2):
                statement["Condition"] |= self.condition()
        return statement

    def policy(self, service: str, with_principal: bool = False) -> dict:
        statements = [self.statement(service, with_principal) for _ in range(self.random.randint(1, 3))]
        return {"Version": "2012-10-17", "Statement": statements if len(statements) > 1 or self.flips(5) else statements[0]}

    def context(self, principal: str) -> dict:
        context = {}
        for kind, (keys, _, values) in KEYS.items():
            for key in keys:
                if not self.flips(6):
                    continue
                context[key] = [self.random.choice(values) for _ in range(self.random.randint(1, 3))] if kind == "strings" else self.random.choice(values)
        # What the principal itself says.
        context.pop("aws:username", None)
        if ":user/" in principal:
            context["aws:username"] = principal.rsplit("/", 1)[1]
        return context

    def one(self) -> dict:
        service = self.random.choice(list(SERVICES))
        resource = self.random.choice(SERVICES[service]["resources"])
        principal = self.random.choice(PRINCIPALS)
        owner = resource.split(":")[4] or self.random.choice(ACCOUNTS)
        question = {
            "principal": principal,
            "action": self.random.choice(SERVICES[service]["actions"]),
            "resource": resource,
            "owner": owner,
            "context": self.context(principal),
            "identity": [self.policy(service) for _ in range(self.random.randint(0, 3))],
        }
        if self.flips(5):
            question["resource_policy"] = self.policy(service, with_principal=True)
        if self.flips(2):
            question["boundary"] = self.policy(service)
        if self.flips(2):
            question["service_control"] = [self.policy(service) for _ in range(self.random.randint(1, 2))]
        if self.flips(2) and ":sts:" in principal and "resource_policy" not in question:
            question["session"] = [self.policy(service)]
        return question
