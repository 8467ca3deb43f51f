using System.Globalization;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Calls;

namespace Fabrique.Web.Features.Panels;

public static class PanelLinks
{
    public const string All = "/jurys";

    /// <summary>Where the jury of a call is constituted.</summary>
    public static string Constitute(string callSlug) => $"{CallLinks.Manage(callSlug)}/jury";

    public static string Show(Guid id) => $"/jurys/{id:D}";

    public static string Rules(Guid id) => $"{Show(id)}/regles";

    public static string Admit(Guid id) => $"{Show(id)}/membres";

    /// <param name="id">Of the panel.</param>
    /// <param name="number">Of the member.</param>
    public static string Remove(Guid id, int number) => $"{Show(id)}/membres/{number}/depart";

    public static string Conduct(Guid id) => $"{Show(id)}/presidence";

    public static string Delegate(Guid id) => $"{Show(id)}/suppleances";

    /// <param name="id">Of the panel.</param>
    /// <param name="number">Of the « suppléance ».</param>
    public static string EndDelegation(Guid id, int number) => $"{Delegate(id)}/{number}/fin";

    public static string Recusals(Guid id) => $"{Show(id)}/deports";

    /// <param name="id">Of the panel.</param>
    /// <param name="recusal">Of the « déport ».</param>
    public static string Withdraw(Guid id, Guid recusal) => $"{Recusals(id)}/{recusal:D}/levee";

    /// <summary>By what applications are assessed.</summary>
    public static string Grid(Guid id) => $"{Show(id)}/grille";

    /// <summary>Who assesses what.</summary>
    public static string Assignments(Guid id) => $"{Show(id)}/repartition";

    public static string Assess(Guid id, string reference) => $"{Show(id)}/evaluer/{reference}";

    /// <summary>What its members know.</summary>
    public static string Competences(Guid id) => $"{Assignments(id)}/competences";

    /// <summary>What is read without names, as it is prepared.</summary>
    public static string Readings(Guid id) => $"{Show(id)}/anonymat";

    /// <summary>Where it is prepared for one application.</summary>
    public static string PrepareReading(Guid id, string reference) => $"{Readings(id)}/{reference}";

    /// <summary>Where those who sit read an application without names.</summary>
    public static string Read(Guid id, string reference) => $"{Show(id)}/lire/{reference}";

    /// <summary>A file that they may read with it, from 1.</summary>
    public static string ReadFile(Guid id, string reference, int number) => string.Create(CultureInfo.InvariantCulture, $"{Read(id, reference)}/pieces/{number}");

    public static string Ranking(Guid id) => $"{Show(id)}/classement";

    /// <summary>The sessions of a jury.</summary>
    public static string Sessions(Guid id) => $"{Show(id)}/seances";

    public static string PlanSession(Guid id) => $"{Sessions(id)}/nouvelle";

    /// <param name="id">Of the panel.</param>
    /// <param name="session">Of the session.</param>
    public static string Session(Guid id, Guid session) => $"{Sessions(id)}/{session:D}";

    public static string ReplanSession(Guid id, Guid session) => $"{Session(id, session)}/modifier";

    public static string WaiveQuorum(Guid id, Guid session) => $"{Session(id, session)}/quorum";

    public static string CancelSession(Guid id, Guid session) => $"{Session(id, session)}/annulation";

    /// <summary>« Ordre du jour », as a PDF.</summary>
    public static string Agenda(Guid id, Guid session) => $"{Session(id, session)}/ordre-du-jour.pdf";

    /// <summary>The session while it is held.</summary>
    public static string Live(Guid id, Guid session) => $"{Session(id, session)}/direct";

    /// <summary>What is shown of it on the wall.</summary>
    public static string Projection(Guid id, Guid session) => $"{Session(id, session)}/projection";

    public static string Deliberation(Guid id) => $"{Show(id)}/deliberation";

    /// <summary>Where the decision on an application is recorded.</summary>
    public static string Decide(Guid id, string reference) => $"{Deliberation(id)}/{reference}";

    /// <param name="id">Of the panel.</param>
    /// <param name="sessionId">Of the session.</param>
    public static string Ballots(Guid id, Guid sessionId) => $"{Session(id, sessionId)}/votes";

    /// <inheritdoc cref="Ballots"/>
    public static string Minutes(Guid id, Guid sessionId) => $"{Session(id, sessionId)}/proces-verbal";

    /// <summary>One version of them.</summary>
    public static string Minutes(Guid id, Guid sessionId, int version) => string.Create(CultureInfo.InvariantCulture, $"{Minutes(id, sessionId)}?version={version}");

    /// <inheritdoc cref="Ballots"/>
    public static string ReviseMinutes(Guid id, Guid sessionId) => $"{Minutes(id, sessionId)}/corriger";

    /// <summary>One version of them, as a PDF.</summary>
    public static string MinutesFile(Guid id, Guid sessionId, int version) => string.Create(CultureInfo.InvariantCulture, $"{Minutes(id, sessionId)}.pdf?version={version}");

    /// <summary>Where a member says that they have no part in an application.</summary>
    public static string Declare(Guid id, string reference) => $"{Show(id)}/se-deporter/{reference}";

    /// <summary>What is about to be told of what the jury decided, and what became of it.</summary>
    public static string Decisions(Guid id) => $"{Show(id)}/decisions";

    public static string Embargo(Guid id) => $"{Decisions(id)}/embargo";

    public static string Release(Guid id) => $"{Decisions(id)}/publication";

    /// <summary>The letters, from 1.</summary>
    public static string Letters(Guid id, int number) => $"{Decisions(id)}/lettres?numero={number}";

    /// <summary>What a jury decided of an application, for those who bring it.</summary>
    public static string Result(string reference) => ApplicationLinks.Show(reference) + ResultFacts.Path;

    public static string Reply(string reference) => $"{Result(reference)}/reponse";

    public static string AskToTalk(string reference) => $"{Result(reference)}/echange";

    public static string GiveUp(string reference) => $"{Result(reference)}/renoncer";
}
