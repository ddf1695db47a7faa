package io.e2e.migrations.boot.beside;

import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/** Keeps Hibernate's DDL off the tables that our migrations create, whichever property asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({AbstractEntityManagerFactoryBean.class, SchemaFilterProvider.class})
class HibernateBesideConfiguration {

    @Bean
    static BeanPostProcessor e2eMigrationsHibernateFilter(ObjectProvider<MigratedDatabase> migrated) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof AbstractEntityManagerFactoryBean factory) {
                    factory.getJpaPropertyMap()
                            .putIfAbsent(
                                    SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER,
                                    new MigratedTablesFilter(migrated, factory));
                }
                return bean;
            }
        };
    }
}
