using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Timelines;

namespace Fabrique.Web.Platform.Operations;

/// <summary>What keeps procedures going, and tells where they stand.</summary>
public sealed class OperationsModule : FabriqueModule
{
    public override string Code => "exploitation";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Activity<WaitForDate>()
            .Choose(new ActivityChoices("Date", services =>
                [.. services.GetRequiredService<SubjectTypes>().All.SelectMany(type => type.Dates).Select(date => new Choice(date.Code, date.Label))]) { IsClosed = true })
            .Today<TodayMoves>()
            .Keep(new PersonalData(
                "Le suivi",
                "Nom de qui a agi, et pour qui, ce qui a été fait, date",
                "Les personnes qui agissent sur une candidature, un appel ou un produit",
                "Dire où en est une démarche et ce qui s’est passé",
                "tant que ce dont il parle est conservé",
                FinalDisposition.Archiving).In<TimelineEntry>())
            .Keep(new PersonalData(
                "Le journal des procédures",
                "Ce que chaque étape a reçu et donné, ce qui peut comprendre des noms, des adresses et ce que les personnes ont écrit",
                "Les personnes à qui une procédure demande ou écrit quelque chose",
                "Exécuter les procédures, comprendre ce qui a échoué",
                "pendant le nombre de jours que l’administration du service a réglé, à partir de la fin de la procédure\u00a0; sans ce réglage, tant que le service fonctionne",
                FinalDisposition.Destruction) { IsErasedByItself = true }.In<WorkflowInstanceRow>().In<WorkflowJournalRow>())
            .Keep(new PersonalData(
                "Le journal des modifications",
                "Nom de qui a modifié, date, valeurs avant et après, coupées à 200 caractères",
                "Les personnes qui se servent du service, et celles dont parlent les données modifiées",
                "La sécurité et la preuve de ce qui a été fait",
                "tant que le service fonctionne",
                FinalDisposition.Destruction).In<AuditEntry>())
            .Keep(new PersonalData(
                "Les sessions terminées",
                "Identifiant de la personne et de la session, heure d’expiration",
                "Les personnes qui se sont déconnectées",
                "Qu’une copie de la session ne puisse plus servir",
                "jusqu’à l’expiration de la session",
                FinalDisposition.Destruction) { IsErasedByItself = true }.In<EndedSession>())
            .Rule<InputRule>()
            .Rule<RunTaskRule>()
            .Job<TimersJob>("timers", RecurringJobs.EveryFifteenSeconds, 10, "Reprendre les étapes dont l’heure est venue")
            .Job<SignalsJob>("signals", RecurringJobs.EveryFifteenSeconds, 20, "Transmettre aux procédures ce qui s’est passé")
            .Job<CallsJob>("calls", RecurringJobs.EveryFifteenSeconds, 30, "Lancer les procédures qu’une autre appelle")
            .Job<RetentionJob>("retention", RecurringJobs.EveryNight, 90, "Effacer ce qui n’a plus à être conservé")
            .Incident<SignalIncidents>(SignalIncidents.Own)
            .Incident<InstanceIncidents>(InstanceIncidents.Own)
            .Incident<DueIncidents>(DueIncidents.Own);
        module.Services
            .AddScoped<JobBoard>()
            .AddSingleton<PublishedDrawings>()
            .AddSingleton<UsualDelays>()
            .AddSingleton<DrawnLetters>()
            .AddScoped<IncidentInbox>()
            .AddScoped<DateWaits>()
            .AddScoped<SubjectNames>()
            .AddScoped<TimelineReader>();
    }
}
