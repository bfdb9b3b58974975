// What the door itself refuses, in the spelling and words of AWS. Services have tables of their own.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

#pragma once

#include "base/error.h"

namespace lightwell::gate::errors {

using namespace lightwell::errors;

inline constexpr ErrorKind access_denied{"AccessDenied", 403, Fault::sender, "Access Denied"};
inline constexpr ErrorKind access_forbidden{"AccessForbidden", 403, Fault::sender,
                                            "CORSResponse: CORS is not enabled for this bucket."};
inline constexpr ErrorKind authorization_header_malformed{"AuthorizationHeaderMalformed", 400, Fault::sender,
                                                          "The authorization header is malformed."};
inline constexpr ErrorKind authorization_query_parameters_error{
    "AuthorizationQueryParametersError", 400, Fault::sender,
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
    "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."};
inline constexpr ErrorKind bad_digest{"BadDigest", 400, Fault::sender,
                                      "The Content-MD5 you specified did not match what we received."};
inline constexpr ErrorKind bad_request{"BadRequest", 400, Fault::sender, "Bad Request"};
inline constexpr ErrorKind entity_too_large{"EntityTooLarge", 400, Fault::sender,
                                            "Your proposed upload exceeds the maximum allowed size"};
inline constexpr ErrorKind expired_token{"ExpiredToken", 400, Fault::sender, "The provided token has expired."};
inline constexpr ErrorKind incomplete_body{
    "IncompleteBody", 400, Fault::sender,
    "You did not provide the number of bytes specified by the Content-Length HTTP header"};
inline constexpr ErrorKind invalid_access_key_id{"InvalidAccessKeyId", 403, Fault::sender,
                                                 "The AWS Access Key Id you provided does not exist in our records."};
inline constexpr ErrorKind invalid_chunk_size{"InvalidChunkSizeError", 403, Fault::sender,
                                              "Only the last chunk is allowed to have a size less than 8192 bytes"};
inline constexpr ErrorKind invalid_digest{"InvalidDigest", 400, Fault::sender,
                                          "The Content-MD5 you specified was invalid."};
inline constexpr ErrorKind invalid_request{"InvalidRequest", 400, Fault::sender, "Invalid Request"};
inline constexpr ErrorKind invalid_token{"InvalidToken", 400, Fault::sender,
                                         "The provided token is malformed or otherwise invalid."};
inline constexpr ErrorKind invalid_uri{"InvalidURI", 400, Fault::sender, "Couldn't parse the specified URI."};
inline constexpr ErrorKind malformed_trailer{
    "MalformedTrailerError", 400, Fault::sender,
    "The request contained trailing data that was not well-formed or did not conform to our published schema."};
inline constexpr ErrorKind max_message_length_exceeded{"MaxMessageLengthExceeded", 400, Fault::sender,
                                                       "Your request was too big."};
inline constexpr ErrorKind method_not_allowed{"MethodNotAllowed", 405, Fault::sender,
                                              "The specified method is not allowed against this resource."};
inline constexpr ErrorKind missing_content_length{"MissingContentLength", 411, Fault::sender,
                                                  "You must provide the Content-Length HTTP header."};
inline constexpr ErrorKind request_header_section_too_large{
    "RequestHeaderSectionTooLarge", 400, Fault::sender,
    "Your request header section exceeds the maximum allowed size."};
inline constexpr ErrorKind request_timeout{
    "RequestTimeout", 400, Fault::sender,
    "Your socket connection to the server was not read from or written to within the timeout period."};
inline constexpr ErrorKind request_time_too_skewed{
    "RequestTimeTooSkewed", 403, Fault::sender,
    "The difference between the request time and the current time is too large."};
inline constexpr ErrorKind signature_does_not_match{
    "SignatureDoesNotMatch", 403, Fault::sender,
    "The request signature we calculated does not match the signature you provided. Check your key and signing "
    "method."};
inline constexpr ErrorKind content_sha256_mismatch{
    "XAmzContentSHA256Mismatch", 400, Fault::sender,
    "The provided 'x-amz-content-sha256' header does not match what was computed."};

// Of EC2. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
inline constexpr ErrorKind auth_failure{"AuthFailure", 401, Fault::sender,
                                        "AWS was not able to validate the provided access credentials"};
inline constexpr ErrorKind request_expired{"RequestExpired", 400, Fault::sender, "Request has expired."};
inline constexpr ErrorKind unavailable{"Unavailable", 503, Fault::receiver,
                                       "The server is overloaded and can't handle the request."};

// Of the services that speak JSON or the query protocol.
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
inline constexpr ErrorKind access_denied_exception{"AccessDeniedException", 400, Fault::sender, "Access denied."};
inline constexpr ErrorKind access_denied_exception_forbidden{"AccessDeniedException", 403, Fault::sender,
                                                             "Access denied."};
inline constexpr ErrorKind incomplete_signature{"IncompleteSignature", 400, Fault::sender,
                                                "The request signature does not conform to AWS standards."};
inline constexpr ErrorKind incomplete_signature_exception{"IncompleteSignatureException", 400, Fault::sender,
                                                          "The request signature does not conform to AWS standards."};
inline constexpr ErrorKind invalid_action{"InvalidAction", 400, Fault::sender,
                                          "The action or operation requested is invalid."};
inline constexpr ErrorKind invalid_client_token_id{"InvalidClientTokenId", 403, Fault::sender,
                                                   "The security token included in the request is invalid."};
inline constexpr ErrorKind invalid_signature_exception{
    "InvalidSignatureException", 400, Fault::sender,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."};
inline constexpr ErrorKind missing_authentication_token{"MissingAuthenticationToken", 403, Fault::sender,
                                                        "Missing Authentication Token"};
inline constexpr ErrorKind missing_authentication_token_exception{"MissingAuthenticationTokenException", 400,
                                                                  Fault::sender, "Missing Authentication Token"};
inline constexpr ErrorKind request_too_large{"RequestEntityTooLarge", 413, Fault::sender,
                                             "The request body is larger than this operation allows."};
inline constexpr ErrorKind service_unavailable{"ServiceUnavailable", 503, Fault::receiver,
                                               "The request has failed due to a temporary failure of the server."};
inline constexpr ErrorKind signature_does_not_match_query{
    "SignatureDoesNotMatch", 403, Fault::sender,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."};
inline constexpr ErrorKind unauthorized_operation{"UnauthorizedOperation", 403, Fault::sender,
                                                  "You are not authorized to perform this operation."};
inline constexpr ErrorKind unknown_operation{"UnknownOperationException", 400, Fault::sender, "Unknown operation."};
inline constexpr ErrorKind unrecognized_client{"UnrecognizedClientException", 400, Fault::sender,
                                               "The security token included in the request is invalid."};

}  // namespace lightwell::gate::errors
