using Fabrique.Domain.Applications;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Files;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>What is said around an application: messages, internal notes, how its states are told, letters.</summary>
public sealed class TalkModule : FabriqueModule
{
    public override string Code => "echanges";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Keep(new PersonalData(
                "Les messages des candidatures",
                "Nom de qui écrit, message, pièces jointes, dates, nom de qui l’a lu en premier",
                "Les personnes qui portent une candidature, l’équipe de la Fabrique, l’administration",
                "Échanger sur une candidature, garder la trace de ce qui s’est dit",
                "tant que la candidature est conservée",
                FinalDisposition.Archiving).In<ApplicationMessage>())
            .Keep(new PersonalData(
                "Les notes internes des candidatures",
                "Nom de qui écrit, note et ses versions successives, dates",
                "L’équipe de la Fabrique, et les personnes dont parlent les notes",
                "Instruire une candidature à plusieurs",
                "tant que la candidature est conservée",
                FinalDisposition.Destruction).In<ApplicationNote>())
            .Keep(new PersonalData(
                "Les libellés modifiés des états et des lettres",
                "Texte, nom de qui l’a modifié, date ; nom et fonction de qui signe les lettres",
                "Les personnes qui administrent le service, celle qui signe les lettres",
                "Dire où en est une candidature, signer les décisions",
                "tant que le texte est en vigueur",
                FinalDisposition.Destruction).In<WordingOverride>())
            .Administer(new AdministrationEntry("États et lettres", WordingLinks.All, "Comment chaque état se dit à l’équipe et aux agents, qui signe les lettres, les voies de recours.", 25));
        foreach (var tag in ExchangeFacts.Tags.Concat(LetterFacts.Tags))
        {
            module.Tag(tag);
        }

        module.Services
            .AddScoped<TalkServices>()
            .AddScoped<FileOwner, MessageFiles>()
            .AddScoped<SendApplicationMessageHandler>()
            .AddScoped<ReadApplicationMessagesHandler>()
            .AddScoped<WithdrawApplicationMessageHandler>()
            .AddScoped<WriteNoteHandler>()
            .AddScoped<EditNoteHandler>()
            .AddScoped<PinNoteHandler>()
            .AddScoped<StatusReader>()
            .AddScoped<ChangeWordingHandler>()
            .AddScoped<DecisionLetters>();
    }
}
