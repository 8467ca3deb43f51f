using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Activities.Mail;

/// <summary>Hands a mail over to the host. One that cannot be written leads to the embedded activity, else to the port, else to an incident.</summary>
[Activity("Elsa.SendEmail", DisplayName = "Envoyer un courriel", Category = "Messages", Description = "Écrit un courriel ; il part après la validation de l’étape.", Kind = ActivityKind.Task)]
[Input("From", typeof(string), DisplayName = "Expéditeur")]
[Input("To", typeof(object), DisplayName = "Destinataires", UIHint = "multitext")]
[Input("Cc", typeof(object), DisplayName = "En copie", UIHint = "multitext")]
[Input("Bcc", typeof(object), DisplayName = "En copie cachée", UIHint = "multitext")]
[Input("Subject", typeof(string), DisplayName = "Objet")]
[Input("Body", typeof(string), DisplayName = "Corps", UIHint = "multiline")]
[Input("Attachments", typeof(object), DisplayName = "Pièces jointes", UIHint = "multiline")]
[Outcomes("Done", Error, DisplayNames = ["Écrit", "Erreur"])]
internal sealed class SendEmail : ContainerActivity
{
    private const string Error = "Error";

    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var error = compiler.Port(node, json["error"], 0);
        node.Children = error is null ? [] : [error];
        return error;
    }

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        if (await WriteAsync(context) is not { } reason)
        {
            context.Complete();
            return;
        }

        if (step.Node.Prepared is ActivityNode next)
        {
            context.Journal(Error, step.Burst.Tell(reason));
            step.Schedule(next);
        }
        else if (FlowPorts.IsConnected(step.Node, Error))
        {
            context.Journal(Error, step.Burst.Tell(reason));
            context.Complete(Error);
        }
        else
        {
            throw new PermanentFailureException(reason);
        }
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<WorkflowMessage?> WriteAsync(ActivityContext context)
    {
        var to = Addresses(context.GetInput<object>("To"));
        if (to.Count == 0)
        {
            return new WorkflowMessage(MessageCodes.MailWithoutRecipient);
        }

        var mailer = context.Services.GetService<IWorkflowMailer>() ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NoMailer));
        var refusal = await mailer.WriteAsync(
            new WorkflowMail(to, context.GetInput<string>("Subject") ?? "", context.GetInput<string>("Body") ?? "")
            {
                From = context.GetInput<string>("From") is { } from && !string.IsNullOrWhiteSpace(from) ? from.Trim() : null,
                Cc = Addresses(context.GetInput<object>("Cc")),
                Bcc = Addresses(context.GetInput<object>("Bcc")),
                Attachments = context.GetInput<object>("Attachments") switch
                {
                    JsonElement { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => null,
                    string text when string.IsNullOrWhiteSpace(text) => null,
                    var given => given,
                },
            },
            context);
        return refusal is null ? null : WorkflowMessage.Said(refusal);
    }

    /// <summary>A list, the text of a list, or addresses with commas or semicolons between them.</summary>
    private static List<string> Addresses(object? value) => value switch
    {
        null => [],
        JsonElement { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().SelectMany(item => Addresses(ValueConverter.Unwrap(item)))],
        string text when text.TrimStart().StartsWith('[') => Addresses(ValueConverter.To<JsonElement>(text)),
        _ => [.. ValueConverter.ToText(value).Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
    };
}
