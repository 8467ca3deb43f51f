using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class AdmissibilityAndCorrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_application_decided",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.CreateTable(
                name: "correction_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    message = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    remarks = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: false),
                    draft = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    granted_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    granted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    grant_reason = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: true),
                    answered_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_correction_requests", x => x.id);
                    table.CheckConstraint("ck_correction_request_ended", "status in ('Prepared', 'Requested') or ended_at is not null");
                    table.CheckConstraint("ck_correction_request_granted", "(granted_by_id is null) = (grant_reason is null)");
                    table.CheckConstraint("ck_correction_request_sent", "status = 'Prepared' or due_at is not null");
                    table.CheckConstraint("ck_correction_request_status", "status in ('Prepared', 'Requested', 'Answered', 'NoAnswer')");
                    table.ForeignKey(
                        name: "fk_correction_requests_answered_by_id",
                        column: x => x.answered_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_correction_requests_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_correction_requests_asked_by_id",
                        column: x => x.asked_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_correction_requests_granted_by_id",
                        column: x => x.granted_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "inadmissibility_reasons",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    label = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    sentence = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    is_retired = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inadmissibility_reasons", x => x.id);
                    table.CheckConstraint("ck_inadmissibility_reason_said", "label <> '' and sentence <> ''");
                });

            migrationBuilder.CreateTable(
                name: "screening_rulings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason_codes = table.Column<string[]>(type: "text[]", maxLength: 2000, nullable: false),
                    words = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    ruled_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ruled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_rulings", x => x.id);
                    table.CheckConstraint("ck_screening_ruling_kind", "kind in ('Admissible', 'Inadmissible', 'Shortlisted', 'NotShortlisted')");
                    table.ForeignKey(
                        name: "fk_screening_rulings_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_screening_rulings_ruled_by_id",
                        column: x => x.ruled_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "inadmissibility_reasons",
                columns: new[] { "id", "code", "is_retired", "label", "rank", "sentence", "version" },
                values: new object[,]
                {
                    { new Guid("61000000-0000-4000-8000-000000000001"), "hors-perimetre", false, "Hors du périmètre du ministère", 1, "Le sujet ne relève pas des missions de nos ministères.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000002"), "deja-couvert", false, "Déjà couvert par un service existant", 2, "Un service existant répond déjà à ce besoin.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000003"), "porteur-non-eligible", false, "Porteur non éligible", 3, "L’appel n’est pas ouvert à la personne qui porte la candidature.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000004"), "dossier-incomplet", false, "Dossier incomplet malgré une relance", 4, "Le dossier est resté incomplet, bien que des compléments aient été demandés.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000005"), "pas-un-service-numerique", false, "Pas un service numérique", 5, "L’idée ne demande pas de construire un service numérique.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000006"), "hors-delai", false, "Reçue hors délai", 6, "La candidature est arrivée après la clôture de l’appel.", 0 }
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_decided",
                table: "applications",
                sql: "status not in ('Retained', 'NotRetained', 'NotShortlisted', 'Inadmissible') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'CorrectionRequested', 'Shortlisted', 'Retained', 'NotRetained', 'NotShortlisted', 'Inadmissible', 'Withdrawn')");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_answered_by_id",
                table: "correction_requests",
                column: "answered_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_application_id",
                table: "correction_requests",
                column: "application_id",
                unique: true,
                filter: "status in ('Prepared', 'Requested')");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_application_id_round",
                table: "correction_requests",
                columns: new[] { "application_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_asked_by_id",
                table: "correction_requests",
                column: "asked_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_granted_by_id",
                table: "correction_requests",
                column: "granted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_inadmissibility_reasons_code",
                table: "inadmissibility_reasons",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_screening_rulings_application_id_kind",
                table: "screening_rulings",
                columns: new[] { "application_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_rulings_ruled_by_id",
                table: "screening_rulings",
                column: "ruled_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "correction_requests");

            migrationBuilder.DropTable(
                name: "inadmissibility_reasons");

            migrationBuilder.DropTable(
                name: "screening_rulings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_decided",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_decided",
                table: "applications",
                sql: "status not in ('Retained', 'NotRetained') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");
        }
    }
}
