using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The post.</summary>
public sealed class MailModule : FabriqueModule
{
    private const string DigestSample =
        "## Ce qui vous est demandé\n\n- [Donner votre avis sur la candidature 2026-042](https://fabrique.exemple.gouv.fr/taches/1)\n\n## Rappels\n\n- [Préparer le jalon de Ombrelle](https://fabrique.exemple.gouv.fr/taches/2)\n";

    public override string Code => "courriel";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Tag(new MergeTag("destinataire.nom", "Prénom et nom de la personne qui reçoit le message", "Camille Martin", context => context.Recipient.FullName))
            .Tag(new MergeTag("espace.lien", "Adresse de l’espace personnel", "https://fabrique.exemple.gouv.fr/mon-espace", context => context.Address.Of(TaskLinks.MySpace)))
            .Tag(MergeTag.Of<DecisionFacts>("decision.motif", "Motif de la décision, tel qu’il a été rédigé", "Le besoin est établi et les premiers usagers sont prêts.", decision => decision.Reason))
            .Tag(new MergeTag("preferences.lien", "Adresse de la page où l’on choisit comment être prévenu", $"https://fabrique.exemple.gouv.fr{MailLinks.Preferences}", context => context.Address.Of(MailLinks.Preferences)))
            .Tag(MergeTag.Of<DigestFacts>("resume.jour", "Jour du résumé", "mardi 3 mars 2026", digest => digest.Day))
            .Tag(MergeTag.Of<DigestFacts>("resume.compte", "Ce que le résumé contient, en nombres", "1 demande, 1 rappel", digest => digest.Counts))
            .Tag(MergeTag.Of<DigestFacts>("resume.contenu", "Les lignes du résumé, avec leurs liens", DigestSample, digest => digest.Body) with { IsMarkup = true })
            .Activity<SendMessage>()
            .Choose(new ActivityChoices("Recipients", services => SubjectMessages.Known(services.GetRequiredService<SubjectTypes>())) { IsClosed = true })
            .Choose(new ActivityChoices("Message", ReadMessages))
            .Due<DailyDigest>("daily-digest", RecurringJobs.EveryMinute, 45, "Envoyer les résumés quotidiens")
            .Due<OutboxSource>("outbox", RecurringJobs.EveryFifteenSeconds, 50, "Envoyer les messages")
            .Job<IncomingMails>("incoming-mails", RecurringJobs.EveryMinute, 55, "Lire les messages revenus et les réponses aux invitations")
            .Incident<RelayIncidents>(RelayIncidents.Own)
            .Keep(new PersonalData(
                "Les messages",
                "Nom et adresse électronique, objet et texte, dates d’envoi, ce que le serveur de messagerie en a dit",
                "Les personnes à qui le service écrit, et celles dont parlent les messages",
                "Prévenir, relancer, et prouver ce qui a été écrit et à qui",
                "tant que le service fonctionne, partis et non partis",
                FinalDisposition.Destruction).In<OutgoingMail>())
            .Incident<MailIncidents>(MailIncidents.Own);
        module.Services
            .AddSingleton<MessageReview>()
            .AddScoped<MessagesInForce>()
            .AddSingleton<DigestLinks>()
            .AddSingleton<MailPace>()
            .AddSingleton<LookedMails>()
            .AddScoped<MailReader, MailReturns>()
            .AddScoped<QuietNights>()
            .AddScoped<Outbox>()
            .AddScoped<SubjectMessages>();
    }

    private static IReadOnlyList<Choice> ReadMessages(IServiceProvider services)
    {
        var renderer = services.GetRequiredService<MessageRenderer>();
        return [.. services.GetRequiredService<MessageCatalog>().All.Select(message => new Choice(message.Key, $"{renderer.RenderSample(message).Subject} ({message.Key})"))];
    }
}
