using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Writes a message about the subject of the instance; the mail leaves once the step has committed.</summary>
[Activity("Fabrique.SendMessage", DisplayName = "Envoyer un message", Category = Categories.Messages, StepName = "Envoyer le message « {Message} »", Description = "Écrit aux personnes concernées avec un modèle de message.")]
[Input("Message", typeof(string), DisplayName = "Message", IsRequired = true, UIHint = "dropdown", Description = "Le modèle de message, par exemple « candidature/accuse-de-reception ».")]
[Input("Recipients", typeof(string), DisplayName = "Destinataires", IsRequired = true, UIHint = "dropdown", Description = "À qui écrire.")]
public sealed class SendMessage : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        await context.Service<SubjectMessages>().WriteAsync(
            context.GetInput<string>("Message")!,
            context.Subject(),
            context.GetInput<string>("Recipients")!,
            context.DefinitionId,
            context.ActivityId,
            context.CancellationToken);
        context.Complete();
    }
}
