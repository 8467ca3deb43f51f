using System.Reflection;
using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class DeliberationMinutesTests
{
    private static readonly Guid Chair = Ids.Next();
    private static readonly Guid Clerk = Ids.Next();

    private readonly DeliberationMinutes minutes = DeliberationMinutes.Write(new Guid(1, 2, 3, new byte[8]), Ids.Next(), Chair, Clerk, "Un texte", Clerk, Sample.Now);

    [Fact]
    public void Hashes_are_what_anybody_can_compute_again()
    {
        // printf '00000001-0002-0003-0000-000000000000\n1\n\nUn texte' | sha256sum
        Assert.Equal("fefff04de49296a1d3a21e787380eaa7ebe6bb3c5ff4b9536f6e4866d77c8651", minutes.Latest.Hash);
        minutes.Revise(Clerk, 1, "Un autre texte", "Coquille", Sample.Now);
        Assert.Equal((2, 1, minutes.Versions[0].Hash), (minutes.Latest.Number, minutes.Latest.Replaces, minutes.Latest.PreviousHash));
        Assert.Empty(minutes.Verify());
    }

    [Fact]
    public void Two_clerks_do_not_overwrite_each_other()
    {
        Assert.Equal("minutes-not-yours", minutes.MayRevise(Ids.Next(), 1, "Autre", "Coquille")?.Code);
        Assert.Equal("minutes-unexplained", minutes.MayRevise(Clerk, 1, "Autre", " ")?.Code);
        Assert.Equal("minutes-unchanged", minutes.MayRevise(Clerk, 1, "Un texte", "Coquille")?.Code);
        Assert.Equal("minutes-text", minutes.MayRevise(Clerk, 1, "", "Coquille")?.Code);
        minutes.Revise(Clerk, 1, "Autre", "Coquille", Sample.Now);
        Assert.Equal("minutes-moved", minutes.MayRevise(Chair, 1, "Encore", "Coquille")?.Code);
    }

    [Fact]
    public void It_is_signed_by_both_and_a_later_text_by_both_again()
    {
        var hash = minutes.Latest.Hash;
        Assert.Equal("minutes-not-yours", minutes.MaySign(Ids.Next(), hash)?.Code);
        minutes.Sign(Chair, hash, Sample.Now);
        Assert.False(minutes.IsSigned);
        Assert.Equal("minutes-already-signed", minutes.MaySign(Chair, hash)?.Code);
        minutes.Sign(Clerk, hash, Sample.Now);
        Assert.True(minutes.IsSigned);
        minutes.Revise(Chair, 1, "Autre", "Erreur de nom", Sample.Now);
        Assert.False(minutes.IsSigned);
        Assert.Equal("minutes-moved", minutes.MaySign(Clerk, hash)?.Code);
        Assert.Equal(2, minutes.Signatures.Count);
        Assert.Empty(minutes.Verify());
        Assert.Throws<ArgumentException>(() => DeliberationMinutes.Write(Ids.Next(), Ids.Next(), Chair, Chair, "", Chair, Sample.Now));
    }

    [Theory]
    [InlineData("Text", "Un faux", "Le texte de la version 1 n’est plus celui qui a été écrit.")]
    [InlineData("Hash", "00", "Le texte de la version 1 n’est plus celui qui a été écrit.")]
    [InlineData("PreviousHash", "00", "La version 1 ne suit pas celle qu’elle remplace.")]
    public void What_is_changed_afterwards_is_seen(string property, string value, string problem)
    {
        minutes.Revise(Clerk, 1, "Autre", "Coquille", Sample.Now);
        minutes.Sign(Chair, minutes.Latest.Hash, Sample.Now);
        Forge(minutes.Versions[0], property, value);
        Assert.Contains(problem, minutes.Verify());
    }

    [Fact]
    public void A_forged_signature_is_seen()
    {
        minutes.Sign(Chair, minutes.Latest.Hash, Sample.Now);
        Forge(minutes.Signatures[0], "SignerId", Clerk);
        Assert.Equal(["Une signature de la version 1 n’est pas de la bonne personne."], minutes.Verify());
        Forge(minutes.Signatures[0], "Hash", "00");
        Assert.Equal(2, minutes.Verify().Count);
    }

    [Fact]
    public void A_rewritten_history_is_seen_by_its_signatures()
    {
        minutes.Sign(Chair, minutes.Latest.Hash, Sample.Now);
        Forge(minutes.Versions[0], "Text", "Un faux");
        Forge(minutes.Versions[0], "Hash", minutes.Versions[0].Compute());
        Assert.Equal(["Une signature de la version 1 porte sur un autre texte."], minutes.Verify());
    }

    [Fact]
    public void The_text_is_written_from_the_facts()
    {
        var opened = new DateTime(2027, 3, 15, 8, 0, 0, DateTimeKind.Utc);
        var facts = new MinutesFacts(
            "Jury de printemps",
            opened,
            opened.AddHours(2.5),
            "Perrine Bouleau",
            "Anouk Églantine",
            [new("Perrine Bouleau", Capacity.Voting, null, true), new("Octave Tamaris", Capacity.Voting, "Solène Aubépine", true), new("Pacôme Gentiane", Capacity.Observer, null, true), new("Solène Aubépine", Capacity.Voting, null, false)],
            new QuorumState(2, 2, 3, 0, LacksChair: false),
            QuorumWaiver: null,
            [
                new MinutesItem("Ombrelle", ["Octave Tamaris"], "", ["Un déport est intervenu après le vote."], new DeliberationSummary(true, 3, 1, 0, null, VoteOutcome.Adopted, false), new MinutesDecision(DecisionOutcome.Retained, null, "", "Équilibre")),
                new MinutesItem("Seconde *Pierre*", [], "# Note\n1. Une\n- liste", [], new DeliberationSummary(false, 3, 0, 1, new VoteCount(1, 1, 0), VoteOutcome.Tied, false), new MinutesDecision(DecisionOutcome.WaitingList, 1, "Trop tôt", "")),
            ],
            [new QuorumChange(opened.AddMinutes(42), new QuorumState(1, 2, 3, 0, LacksChair: false)), new QuorumChange(opened.AddHours(1), new QuorumState(2, 2, 3, 0, LacksChair: false))]);
        Assert.Equal(
            """
            # Procès-verbal – Jury de printemps

            Séance du 15 mars 2027, ouverte à 9_h et close à 11_h_30, présidée par Perrine Bouleau. Secrétariat_: Anouk Églantine.

            ## Présence

            Membres qui votent_:

            - Perrine Bouleau
            - Octave Tamaris, qui supplée Solène Aubépine

            Observation_:

            - Pacôme Gentiane

            Absences_:

            - Solène Aubépine

            Quorum atteint à l’ouverture_: 2 sur 3 membres qui votent, il en fallait 2.

            À 9_h_42. Quorum non atteint_: 1 sur 3 membres qui votent, il en faut 2.

            À 10_h, le quorum est de nouveau atteint.

            ## 1. Ombrelle

            Déport_: Octave Tamaris n’a pas pris part à ce point.

            Un vote a été annulé_: Un déport est intervenu après le vote.

            Vote à bulletins secrets_: 3 membres présents, un déport_; le détail n’est pas donné, il dévoilerait un vote. Résultat_: adopté.

            **Décision_: proposition retenue.**

            Écart avec le classement_: Équilibre

            ## 2. Seconde \*Pierre\*

            \# Note§
            1\. Une§
            \- liste

            Vote nominatif_: 3 membres présents, une personne n’a pas pris part au vote_; 1 pour, 1 contre, 0 abstention. Résultat_: partage égal des voix.

            **Décision_: proposition sur liste d’attente, au rang 1.** Motif_: Trop tôt

            """.Replace('_', '\u00a0').Replace("§", "  ", StringComparison.Ordinal).ReplaceLineEndings("\n"),
            MinutesText.Write(facts));
    }

    private static void Forge(object part, string property, object value) => part.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.Public)!.SetValue(part, value);
}
