using System.Globalization;
using System.Net;

namespace Fabrique.Workflows.Activities.Http;

[Activity("Elsa.WriteHttpResponse", DisplayName = "Réponse HTTP", Category = "HTTP", Description = "Écrit la réponse à la requête HTTP en cours.")]
[Input("StatusCode", typeof(string), DisplayName = "Code de la réponse", DefaultValue = "OK", UIHint = "dropdown", Options = ["OK", "Created", "Accepted", "NoContent", "MovedPermanently", "Found", "SeeOther", "NotModified", "BadRequest", "Unauthorized", "Forbidden", "NotFound", "Conflict", "Gone", "UnprocessableEntity", "TooManyRequests", "InternalServerError", "ServiceUnavailable"], TypeName = "HttpStatusCode")]
[Input("Content", typeof(object), DisplayName = "Contenu")]
[Input("ContentType", typeof(string), DisplayName = "Type du contenu", UIHint = "dropdown", Options = ["", "application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml"])]
[Input("ResponseHeaders", typeof(object), DisplayName = "En-têtes de la réponse", UIHint = "json-editor", TypeName = "HttpHeaders", Language = "json", Category = "Avancé")]
internal sealed class WriteHttpResponse : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var response = Response(context);
        if (WorkflowHttpExchange.Current is { } exchange)
        {
            Inner(context).Burst.Changes.AfterCommit.Add(() => exchange.Answer(response));
        }
        else
        {
            context.Journal("Unanswered", Inner(context).Burst.Tell(new WorkflowMessage(MessageCodes.NobodyAwaitsResponse)));
        }

        return ValueTask.CompletedTask;
    }

    private static WorkflowHttpResponse Response(ActivityContext context)
    {
        var headers = HttpHeaderInput.Read(context.GetInput<object>("ResponseHeaders"), "ResponseHeaders").Select(header => KeyValuePair.Create(header.Name, HttpHeaderInput.Checked(header.Name, header.Value))).ToList();
        var code = Code(context.GetInput<string>("StatusCode"));
        if (context.GetInput<object>("Content") is not { } content)
        {
            return new WorkflowHttpResponse(code, null, ReadOnlyMemory<byte>.Empty, headers);
        }

        var (bytes, contentType) = HttpContents.Write(content, context.GetInput<string>("ContentType"));
        return new WorkflowHttpResponse(code, contentType, bytes, headers);
    }

    private static int Code(string? text) =>
        (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || (Enum.TryParse<HttpStatusCode>(text, ignoreCase: true, out var named) && (code = (int)named) > 0)) && code is >= 200 and <= 599
            ? code
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.StatusUnfit, text));
}
