using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Resemblances : Migration
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

            migrationBuilder.AddColumn<Guid>(
                name: "redirected_to_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "resemblances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    other_application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    product_id = table.Column<Guid>(type: "uuid", nullable: true),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    stems = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    found_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    judged_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    judged_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resemblances", x => x.id);
                    table.CheckConstraint("ck_resemblance_judged", "(verdict is null) = (judged_at is null) and (verdict is null) = (judged_by_id is null)");
                    table.CheckConstraint("ck_resemblance_other", "(other_application_id is null) <> (product_id is null)");
                    table.CheckConstraint("ck_resemblance_verdict", "verdict in ('Same', 'Different')");
                    table.ForeignKey(
                        name: "fk_resemblances_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_resemblances_judged_by_id",
                        column: x => x.judged_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_resemblances_other_application_id",
                        column: x => x.other_application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_resemblances_product_id",
                        column: x => x.product_id,
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "similarity_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    source_version = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<string>(type: "character varying(6000)", maxLength: 6000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_similarity_documents", x => x.id);
                    table.CheckConstraint("ck_similarity_document_kind", "kind in ('Application', 'Product')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_redirected_to_id",
                table: "applications",
                column: "redirected_to_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_decided",
                table: "applications",
                sql: "status not in ('Retained', 'NotRetained', 'Redirected') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_redirected",
                table: "applications",
                sql: "(status = 'Redirected') = (redirected_to_id is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn', 'Redirected')");

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_application_id_other_application_id",
                table: "resemblances",
                columns: new[] { "application_id", "other_application_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_application_id_product_id",
                table: "resemblances",
                columns: new[] { "application_id", "product_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_judged_by_id",
                table: "resemblances",
                column: "judged_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_other_application_id",
                table: "resemblances",
                column: "other_application_id");

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_product_id",
                table: "resemblances",
                column: "product_id");

            migrationBuilder.AddForeignKey(
                name: "fk_applications_redirected_to_id",
                table: "applications",
                column: "redirected_to_id",
                principalTable: "products",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_applications_redirected_to_id",
                table: "applications");

            migrationBuilder.DropTable(
                name: "resemblances");

            migrationBuilder.DropTable(
                name: "similarity_documents");

            migrationBuilder.DropIndex(
                name: "ix_applications_redirected_to_id",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_decided",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_redirected",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "redirected_to_id",
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
