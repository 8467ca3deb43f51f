using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The post.</summary>
public sealed class MailModule : FabriqueModule
{
    public override string Code => "courriel";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Tag(new MergeTag("destinataire.nom", "Prénom et nom de la personne qui reçoit le message", "Camille Martin", context => context.Recipient.FullName))
            .Tag(new MergeTag("espace.lien", "Adresse de l’espace personnel", "https://fabrique.exemple.gouv.fr/mon-espace", context => context.Address.Of(TaskLinks.MySpace)))
            .Tag(MergeTag.Of<DecisionFacts>("decision.motif", "Motif de la décision, tel qu’il a été rédigé", "Le besoin est établi et les premiers usagers sont prêts.", decision => decision.Reason))
            .Activity<SendMessage>()
            .Choose(new ActivityChoices("Recipients", services => SubjectMessages.Known(services.GetRequiredService<SubjectTypes>())) { IsClosed = true })
            .Choose(new ActivityChoices("Message", ReadMessages))
            .Due<OutboxSource>("outbox", RecurringJobs.EveryFifteenSeconds, 50, "Envoyer les messages")
            .Incident<RelayIncidents>(RelayIncidents.Own)
            .Incident<MailIncidents>(MailIncidents.Own);
        module.Services
            .AddSingleton<MessageReview>()
            .AddScoped<MessagesInForce>()
            .AddScoped<Outbox>()
            .AddScoped<SubjectMessages>();
    }

    private static IReadOnlyList<Choice> ReadMessages(IServiceProvider services)
    {
        var renderer = services.GetRequiredService<MessageRenderer>();
        return [.. services.GetRequiredService<MessageCatalog>().All.Select(message => new Choice(message.Key, $"{renderer.RenderSample(message).Subject} ({message.Key})"))];
    }
}
